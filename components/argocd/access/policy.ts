const RESOURCES = [
  "clusters",
  "projects",
  "applications",
  "applicationsets",
  "repositories",
  "write-repositories",
  "certificates",
  "accounts",
  "gpgkeys",
  "logs",
  "exec",
  "extensions",
];

const ACTIONS = ["get", "create", "update", "delete", "sync", "rollback", "override", "action", "invoke"];

/**
 * What is wrong with a line of an RBAC policy, if anything is. Argo CD itself leaves out what it can't read and says so in
 * a log: somebody would have fewer rights than was written, or, by a `deny`, more.
 */
export function policyError(line: string): string | undefined {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return undefined;
  const [kind, ...fields] = text.split(",").map((field) => field.trim());
  if (fields.some((field) => field === "")) return "has an empty field";
  if (kind === "g") return fields.length === 2 ? undefined : "must be `g, <subject>, <role>`";
  if (kind !== "p") return "must begin with `p,` or `g,`";
  if (fields.length !== 5) return "must be `p, <subject>, <resource>, <action>, <object>, <effect>`";
  const [, resource = "", action = "", , effect = ""] = fields;
  if (!isPattern(resource) && !RESOURCES.includes(resource)) {
    return `is about "${resource}", which is none of ${RESOURCES.join(", ")}`;
  }
  // `update/*` and `action/apps/Deployment/restart` are about what lies below an Application.
  const verb = action.split("/")[0] as string;
  if (!isPattern(action) && !ACTIONS.includes(verb))
    return `allows "${action}", which is none of ${ACTIONS.join(", ")}`;
  return ["allow", "deny"].includes(effect) ? undefined : `ends with "${effect}" and not with allow or deny`;
}

/** A glob or a regular expression is not checked any further. */
function isPattern(field: string): boolean {
  return /[*?[{^$|(]/.test(field.split("/")[0] as string);
}
