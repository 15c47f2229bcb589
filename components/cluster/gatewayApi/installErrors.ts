import type { Environment } from "../../../config/schema";
import type { ValidationError } from "../../../core/errors";
import { importable } from "../ownership";
import { versions } from "../../versions";
import { bundle, isSupported, SUPPORTED_RELEASES } from "./bundle";
import { isInstalled, type FoundCrd } from "./read";
import { releasesOf } from "./releases";

/** Where the errors are about who brings Gateway API. */
export const GATEWAY_API_FIELD = "cluster.gatewayApi";

/**
 * Why a stack can't install Gateway API over what a cluster has. CRDs that a stack of this program has left are its own to
 * take; those of others are taken over where `adopt` names them, and never in silence.
 */
export function installErrors(
  found: readonly FoundCrd[],
  { adopt, delivery }: Pick<Environment, "adopt" | "delivery">,
): ValidationError[] {
  const isAdopted = ({ plural }: FoundCrd) => adopt.includes(importable(crdNamed(plural)));
  // Pulumi applies without force, and not at all what is there as it has to be.
  const isShared = (crd: FoundCrd) => delivery === "direct" && isInstalled(crd);
  const foreign = found.filter((crd) => !crd.ours && !isAdopted(crd) && !isShared(crd));
  return foreign.length > 0 ? [ofOthers(foreign)] : found.flatMap(goneVersions);
}

function ofOthers(foreign: readonly FoundCrd[]): ValidationError {
  const unfit = foreign.some(({ version }) => version !== undefined && isSupported(version) === false);
  return {
    path: GATEWAY_API_FIELD,
    problem: `is install, but the cluster has Gateway API already, and no stack of this program has installed it: ${releasesOf(foreign)}`,
    remedy:
      `Leave it to its owner: cluster.gatewayApi: existing${unfit ? `, once it is ${SUPPORTED_RELEASES}` : ""}. ` +
      "Or take it over, if nobody looks after it: name each CRD in adopt, as CustomResourceDefinition/<name>.",
  };
}

/** The API server refuses a CRD without a version in which it may have stored objects. */
function goneVersions({ plural, storedVersions = [] }: FoundCrd): ValidationError[] {
  const offered = bundle[plural as keyof typeof bundle];
  const gone = storedVersions.filter((version) => !offered.includes(version));
  if (gone.length === 0) return [];
  const crd = crdNamed(plural).metadata.name;
  const kept = JSON.stringify({ status: { storedVersions: storedVersions.filter((each) => !gone.includes(each)) } });
  return [
    {
      path: `CustomResourceDefinition ${crd}`,
      problem: `has ${gone.join(", ")} in status.storedVersions, which Gateway API ${versions.gatewayApi} does not have, so the API server would refuse to install it`,
      remedy:
        `Write its objects once more: kubectl get ${crd} -A -o yaml | kubectl replace -f -. Then take the version out: ` +
        `kubectl patch crd ${crd} --subresource status --type merge -p '${kept}'`,
    },
  ];
}

function crdNamed(plural: string) {
  return { kind: "CustomResourceDefinition", metadata: { name: `${plural}.gateway.networking.k8s.io` } };
}
