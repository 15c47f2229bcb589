import { createHmac } from "node:crypto";
import type { ValidationError } from "../../core/errors";
import type { Address } from "./address";

/** The servers whose host keys a release of Argo CD brings. */
const SHIPPED = [
  "bitbucket.org",
  "github.com",
  "gitlab.com",
  "ssh.dev.azure.com",
  "vs-ssh.visualstudio.com",
  "[ssh.github.com]:443",
];

/** What is wrong with lines of known hosts. */
export function knownHostsErrors(text: string, path: string): ValidationError[] {
  return entriesOf(text)
    .filter(({ keyType, key }) => !isHostKey(keyType, key))
    .map(({ line }) => ({
      path,
      problem: `line ${line} is not \`<hosts> <key type> <key>\``,
      remedy: "Take the lines as `ssh-keyscan` prints them.",
    }));
}

/** True if the host key of a server is known, so that Argo CD will speak to it. */
export function isKnownHost({ host, port = 22 }: Address, text: string): boolean {
  const name = port === 22 ? host : `[${host}]:${port}`;
  return SHIPPED.includes(name) || entriesOf(text).some(({ hosts }) => matches(hosts, name));
}

/** The command that shows the host keys of a server. */
export function scanCommand({ host, port = 22 }: Address): string {
  return port === 22 ? `ssh-keyscan ${host}` : `ssh-keyscan -p ${port} ${host}`;
}

interface Entry {
  line: number;
  hosts: string;
  keyType: string;
  key: string;
}

function entriesOf(text: string): Entry[] {
  return text.split("\n").flatMap((each, index) => {
    const fields = each.trim().split(/\s+/);
    if (fields[0] === "" || fields[0]?.startsWith("#")) return [];
    if (fields[0]?.startsWith("@")) fields.shift();
    const [hosts = "", keyType = "", key = ""] = fields;
    return [{ line: index + 1, hosts, keyType, key }];
  });
}

/** A host key repeats its type in its first bytes. */
function isHostKey(type: string, key: string): boolean {
  const bytes = Buffer.from(key, "base64");
  return (
    type !== "" && bytes.length > 4 + type.length && bytes.subarray(4, 4 + type.length).toString("latin1") === type
  );
}

function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith("|1|")) {
    const [, , salt = "", hash = ""] = hosts.split("|");
    return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
  }
  const patterns = hosts.toLowerCase().split(",");
  const fits = (pattern: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.[\]]/g, "\\$&")
        .replace(/\*/g, ".*")
        .replace(/\?/g, ".")}$`,
    ).test(name);
  return (
    patterns.some((pattern) => !pattern.startsWith("!") && fits(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)))
  );
}
