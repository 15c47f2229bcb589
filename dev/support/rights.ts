/** Roles and bindings, as `kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json` lists them. */
export interface RbacObject {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  rules?: Rule[];
  roleRef?: { kind: string; name: string };
  subjects?: { kind: string; name: string; namespace?: string }[];
}

interface Rule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
  verbs: string[];
}

/** What an identity may do, somewhere. */
export interface Right {
  /** `namespace/name` of a ServiceAccount, or the name of a group. */
  who: string;
  /** A namespace, or the cluster. */
  where: string;
  verbs: string;
  /** `resource.group`, with names where it is only those. */
  what: string;
}

/** Groups that hold every pod, or everybody. */
const CROWDS = /^system:(serviceaccounts(:.*)?|authenticated|unauthenticated)$/;
/** What Kubernetes itself makes, and every cluster has. */
const BOOTSTRAPPING = "kubernetes.io/bootstrapping";

/** What the ServiceAccounts of some namespaces may do, and everybody, beyond what Kubernetes gives each. */
export function rightsOf(objects: readonly RbacObject[], namespaces: readonly string[]): Right[] {
  const roles = new Map(objects.filter(({ rules }) => rules).map((role) => [keyOf(role), role.rules as Rule[]]));
  const rights = objects
    .filter(({ roleRef, metadata }) => roleRef && !metadata.labels?.[BOOTSTRAPPING])
    .flatMap(({ roleRef, subjects = [], metadata: { namespace } }) => {
      const { kind, name } = roleRef as { kind: string; name: string };
      const rules = roles.get(keyOf({ kind, metadata: { name, ...(kind === "Role" && { namespace }) } })) ?? [];
      return subjects
        .map((subject) =>
          // In a namespace, a binding may mean its own without saying so.
          subject.kind === "ServiceAccount" ? `${subject.namespace ?? namespace}/${subject.name}` : subject.name,
        )
        .filter((who) => CROWDS.test(who) || namespaces.includes(who.split("/")[0] as string))
        .flatMap((who) =>
          rules.map((rule) => ({
            who,
            where: namespace ?? "the cluster",
            verbs: [...rule.verbs].sort().join(", "),
            what: whatOf(rule),
          })),
        );
    });
  return merged(rights);
}

function keyOf({ kind, metadata: { name, namespace = "" } }: Pick<RbacObject, "kind" | "metadata">): string {
  return `${kind} ${namespace}/${name}`;
}

function whatOf({ apiGroups = [], resources = [], resourceNames, nonResourceURLs = [] }: Rule): string {
  const kinds = apiGroups.flatMap((group) => resources.map((resource) => (group ? `${resource}.${group}` : resource)));
  const named = resourceNames ? ` (${[...resourceNames].sort().join(", ")})` : "";
  return [...kinds, ...nonResourceURLs].sort().join(", ") + named;
}

/** One entry for what has the same verbs in the same place. */
function merged(rights: readonly Right[]): Right[] {
  const rows = new Map<string, Right>();
  for (const right of rights) {
    const key = [right.who, right.where, right.verbs].join("|");
    const before = rows.get(key);
    const what = new Set([...(before?.what.split("; ") ?? []), right.what]);
    rows.set(key, { ...right, what: [...what].sort().join("; ") });
  }
  return [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, right]) => right);
}
