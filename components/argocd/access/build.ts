import { sortedEntries } from "../../../kube/object";
import type { AccessSpec } from "./spec";

/** The built-in user. */
export const ADMIN = "admin";

/** Who there is, for `argocd-cm`. */
export function users({ admin, accounts }: AccessSpec): Record<string, string> {
  return Object.fromEntries([
    ["admin.enabled", String(admin.enabled)],
    ...sortedEntries(accounts).flatMap(([name, { capabilities, enabled }]) => [
      [`accounts.${name}`, capabilities.join(", ")],
      [`accounts.${name}.enabled`, String(enabled)],
    ]),
  ]) as Record<string, string>;
}

/** What they may do: `argocd-rbac-cm`. */
export function rights({ rbac }: AccessSpec): Record<string, string> {
  const grants = [
    ...rbac.admins.map((subject) => `g, ${subject}, role:admin`),
    ...rbac.readers.map((subject) => `g, ${subject}, role:readonly`),
    ...(rbac.policy === undefined ? [] : [rbac.policy.trim()]),
  ];
  return {
    "policy.default": rbac.default === "readonly" ? "role:readonly" : "",
    "policy.csv": grants.map((grant) => `${grant}\n`).join(""),
    scopes: JSON.stringify(rbac.scopes),
  };
}

/** A user that logs in with a password of ours. */
export interface PasswordUser {
  name: string;
  /** Another number is another password. */
  version: number;
  /** Its keys in `argocd-secret` begin with this. */
  keys: string;
}

/** The users that log in with a password. */
export function passwordUsers({ admin, accounts }: AccessSpec): PasswordUser[] {
  const local = sortedEntries(accounts).filter(([, { capabilities }]) => capabilities.includes("login"));
  return [
    ...(admin.enabled ? [{ name: ADMIN, version: admin.passwordRotation, keys: ADMIN }] : []),
    ...local.map(([name, { passwordRotation }]) => ({ name, version: passwordRotation, keys: `accounts.${name}` })),
  ];
}
