import type { ValidationError } from "../../../core/errors";
import { isTestedRelease } from "../../controller/contents/errors";
import { isSupported, SUPPORTED_RELEASES } from "./bundle";
import { GATEWAY_API_FIELD } from "./installErrors";
import { releasesOf } from "./releases";
import type { FoundCrd } from "./read";

/** A kind that objects are of. */
export interface Kind {
  apiVersion: string;
  kind: string;
}

/** What a cluster has of the Gateway API of somebody else. */
export interface ExistingGatewayApi {
  /** CRDs. Nothing where they may not be read. */
  crds: readonly FoundCrd[] | undefined;
  /** Kinds of this group that are needed and not served. */
  missing: readonly Kind[];
  /** Whether any of its kinds is served. */
  served: boolean;
  /** Release of agentgateway that the stack installs. Which releases of Gateway API another one than 1.4 supports is not known. */
  controller: string;
}

/** Why a stack that installs the controller can't use the Gateway API of somebody else. */
export function existingErrors({ crds, missing, served, controller }: ExistingGatewayApi): ValidationError[] {
  if (!served) {
    return [
      {
        path: GATEWAY_API_FIELD,
        problem: "is existing, but the cluster has no Gateway API",
        remedy: `Have its owner install it first, ${SUPPORTED_RELEASES}; or have this stack do so: cluster.gatewayApi: install.`,
      },
    ];
  }
  return [...missingKinds(missing, GATEWAY_API_FIELD), ...(isTestedRelease(controller) ? unsupported(crds ?? []) : [])];
}

/**
 * The error of kinds that an environment has objects of and the cluster does not serve.
 *
 * @param path of the field that leaves Gateway API to somebody else
 */
export function missingKinds(missing: readonly Kind[], path: string): ValidationError[] {
  if (missing.length === 0) return [];
  const names = missing.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`).join(", ");
  return [
    {
      path,
      problem: `is existing, but Gateway API on the cluster lacks ${names}, which this environment needs`,
      remedy: "Have its owner install a release that has it, or leave out what is of that kind.",
    },
  ];
}

/** Of either channel: the experimental one has all that the standard one has. */
function unsupported(crds: readonly FoundCrd[]): ValidationError[] {
  const unfit = crds.filter(({ version }) => version !== undefined && isSupported(version) === false);
  if (unfit.length === 0) return [];
  return [
    {
      path: GATEWAY_API_FIELD,
      problem: `is existing, but agentgateway 1.4 supports Gateway API ${SUPPORTED_RELEASES}, and the cluster has ${releasesOf(unfit)}`,
      remedy: "Have its owner install one of these releases.",
    },
  ];
}
