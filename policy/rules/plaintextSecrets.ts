import { fieldsOf, type Field } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import { rule, type Violation } from "../rule";
import { named } from "./workloads";

/** Forms that only credentials have. */
const CREDENTIALS: readonly [what: string, form: RegExp][] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an API key", /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/],
  ["a Slack token", /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ["a signed token", /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ["a password in a URL", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@$]+@/],
];

const SECRET_NAME = /(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)$/i;

const REMEDY = "Make it the stack's encrypted configuration and refer to the Secret, and revoke what was readable.";

export const plaintextSecrets = rule({
  name: "no-plaintext-secret",
  description: "Credentials stand in Secrets that Pulumi makes from encrypted configuration, and nowhere else.",
  scope: "object",
  options: {},
  check: (objects) => objects.flatMap((object) => (object.kind === "Secret" ? secret(object) : readable(object))),
});

/** Base64 is no encryption. References, by a Secret without contents, don't matter. */
function secret(object: KubernetesObject): Violation[] {
  const filled = object.data !== undefined || object.stringData !== undefined;
  return filled ? [{ object, problem: "holds secret data in the open", remedy: REMEDY, subject: named(object) }] : [];
}

function readable(object: KubernetesObject): Violation[] {
  return [...fieldsOf(object)].flatMap((field) => {
    const what = credential(field);
    if (what === undefined) return [];
    return [{ object, field: field.path, problem: `is ${what}, in the open`, remedy: REMEDY, subject: named(object) }];
  });
}

function credential({ key, value, parent, path }: Field): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  if (key === "key" && path.endsWith("auth.key")) return "a credential";
  const { name } = parent;
  // $(NAME) takes the value of a variable that comes from a Secret.
  const literal = key === "value" && !/^\$\(\w+\)$/.test(value);
  if (literal && typeof name === "string" && SECRET_NAME.test(name)) return `the value of ${name}`;
  return CREDENTIALS.find(([, form]) => form.test(value))?.[0];
}
