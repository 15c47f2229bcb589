import { kindOf, nameOfKind, plural } from "../../allowedKinds/kinds";
import { CONTROLLER_NAMESPACE } from "../namespace";
import type { KubernetesObject } from "../../../kube/object";

/** An object that a chart brings. */
export interface ChartObject {
  /** Empty for the core. */
  group: string;
  /** Its kind, such as `ClusterRole`. */
  kind: string;
  /** What the API calls its kind. */
  resource: string;
  /** Its name. */
  name: string;
  /** Its namespace. Nothing for a kind without one. */
  namespace?: string | undefined;
}

/** Takes apart a line such as `Role.rbac.authorization.k8s.io agentgateway-system/agentgateway`; nothing where it is none. */
export function parseObject(line: string): (ChartObject & { kindName: string }) | undefined {
  const match = /^(\S+) (?:([^\s/]+)\/)?([^\s/]+)$/.exec(line);
  const [, kindName, namespace, name] = match ?? [];
  if (kindName === undefined || name === undefined) return undefined;
  const { group, kind } = kindOf(kindName);
  return { kindName, group, kind, resource: plural(kind.toLowerCase()), name, namespace };
}

/** That line of an object that a chart makes. An object that names no namespace, of a kind that has one, is in the release's. */
export function lineOf(object: KubernetesObject): string {
  const { name, namespace = isClusterWide(object) ? undefined : CONTROLLER_NAMESPACE } = object.metadata;
  return `${nameOfKind(object)} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** Kinds of Kubernetes without a namespace that charts of controllers bring. */
const CLUSTER_WIDE =
  /^(Namespace|PriorityClass|CustomResourceDefinition|APIService|GatewayClass|Cluster.+|Validating.+|Mutating.+)$/;

function isClusterWide({ kind }: KubernetesObject): boolean {
  return CLUSTER_WIDE.test(kind);
}
