import type { ClusterReader } from "../../../kube/reach";
import { versions } from "../../versions";
import { BUNDLE_VERSION, CHANNEL, INSTALLED_CHANNEL } from "./bundle";
import { crdPath, isInstalled, type FoundCrd } from "./read";

/** Nobody else's, for what this manager does not say would else be taken from the CRD. */
const MANAGER = "agentgateway-infra-preflight";
/** The CRD that the rest stands or falls with. */
const PLURAL = "gateways";
const NAME = `${PLURAL}.gateway.networking.k8s.io`;

/** Why an API server would not take the CRDs. */
export interface Denial {
  /** Admission policy or webhook. */
  by: string;
  /** What that says, as a sentence. */
  says: string;
  /** Whether the answer may be another one for somebody else, such as Argo CD. */
  byIdentity: boolean;
}

/**
 * Asks an API server, by dry run, whether its admission policies and webhooks take the CRDs of Gateway API that would be
 * installed. It asks where they would change alone, and about one of them.
 *
 * @returns nothing where they do, or where whoever asks may not write CRDs
 */
export async function tryCrds(reader: ClusterReader, found: readonly FoundCrd[]): Promise<Denial | undefined> {
  const live = found.find(({ plural }) => plural === PLURAL);
  if (live && isInstalled(live)) return undefined;
  const denial = denialIn(await reader.dryRunApply(crdPath(PLURAL), desired(live !== undefined), MANAGER));
  if (denial?.policy === undefined) return denial && { ...denial, byIdentity: true };
  const path = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${denial.policy}`;
  const policy = (await reader.readIfAllowed<{ spec: object }>(path))?.found;
  return { ...denial, byIdentity: policy === undefined || asksWho(policy) };
}

/** What admission says in the answer of an API server; nothing where it says nothing, whatever else the answer is. */
export function denialIn(message: string | undefined): { by: string; says: string; policy?: string } | undefined {
  const text = message?.replace(/\s+/g, " ") ?? "";
  const [, policy, said] =
    /ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: (.*)$/.exec(text) ?? [];
  if (policy !== undefined) return { by: `the admission policy ${policy}`, says: sentence(said), policy };
  const [, webhook, told] = /admission webhook "([^"]+)" denied the request:? ?(.*)$/.exec(text) ?? [];
  return webhook === undefined ? undefined : { by: `the admission webhook ${webhook}`, says: sentence(told) };
}

function sentence(text = ""): string {
  return /[.!]$/.test(text) ? text : `${text}.`;
}

/** Whether the expressions of an admission policy see who makes a request, or what those may do. */
export function asksWho({ spec }: { spec: object }): boolean {
  return /\b(userInfo|authorizer)\b/.test(JSON.stringify(spec));
}

/** Of a CRD that is there it says what policies go by, and of one that is not as little as the API server takes. */
function desired(exists: boolean): object {
  const annotations = { [BUNDLE_VERSION]: versions.gatewayApi, [CHANNEL]: INSTALLED_CHANNEL };
  const object = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
  if (exists) return { ...object, metadata: { name: NAME, annotations } };
  const schema = { openAPIV3Schema: { type: "object" } };
  return {
    ...object,
    // Without it, the API server refuses a CRD of a group that is Kubernetes' own.
    metadata: { name: NAME, annotations: { ...annotations, "api-approved.kubernetes.io": "unapproved, a dry run" } },
    spec: {
      group: "gateway.networking.k8s.io",
      scope: "Namespaced",
      names: { plural: PLURAL, kind: "Gateway" },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}
