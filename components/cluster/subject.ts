/** Who a role is bound to. */
export type Subject =
  | { kind: "ServiceAccount"; name: string; namespace: string }
  | { kind: "User" | "Group"; apiGroup: "rbac.authorization.k8s.io"; name: string };

/** What the names of ServiceAccounts begin with, where the API server names its users. */
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** A ServiceAccount as a subject. */
export function serviceAccount(namespace: string, name: string): Subject {
  return { kind: "ServiceAccount", name, namespace };
}

/** The subject of a user, by the name that the API server has for it. */
export function subjectOf(user: string): Subject {
  const [, namespace, name] = ACCOUNT.exec(user) ?? [];
  if (namespace !== undefined && name !== undefined) return serviceAccount(namespace, name);
  return { kind: "User", apiGroup: "rbac.authorization.k8s.io", name: user };
}
