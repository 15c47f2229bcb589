import { z } from "zod";

/** Where a repository is, as far as its credentials depend on it. */
export interface Address {
  protocol: "http" | "https" | "ssh" | "oci";
  host: string;
  port?: number;
  /** Whether a user or password is in the address itself. */
  credentials: boolean;
}

/** `git@github.com:acme/x.git`: what SSH itself takes for a user, a host and a path. */
const SCP = /^(?:[\w.-]+@)([a-z0-9][a-z0-9.-]*):(?!\/\/)(.*)$/i;
const PROTOCOLS = ["http", "https", "ssh", "oci"];

/** Takes an address apart; nothing where it is none. */
export function parseAddress(text: string): Address | undefined {
  const scp = SCP.exec(text);
  if (scp) return { protocol: "ssh", host: (scp[1] as string).toLowerCase(), credentials: false };
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(text);
  const name = protocol.replace(/:$/, "");
  if (!PROTOCOLS.includes(name) || hostname === "") return undefined;
  return {
    protocol: name as Address["protocol"],
    host: hostname.toLowerCase(),
    ...(port !== "" && { port: Number(port) }),
    // SSH has the user's name in the address and nothing secret.
    credentials: password !== "" || (username !== "" && name !== "ssh"),
  };
}

/** True if two addresses lead to one repository, over whatever protocols: it is the host and the path that count. */
export function isSameRepository(one: string, other: string): boolean {
  const [a, b] = [parseAddress(one), parseAddress(other)];
  if (a === undefined || b === undefined || a.host !== b.host || pathOf(one) !== pathOf(other)) return false;
  return a.protocol !== b.protocol || a.port === b.port;
}

/** Hosts take `acme/x`, `acme/x.git` and `Acme/x` for the same. */
function pathOf(address: string): string {
  const path = SCP.exec(address)?.[2] ?? new URL(address).pathname;
  return path
    .replace(/^\/+|\/+$/g, "")
    .replace(/\.git$/, "")
    .toLowerCase();
}

/** True if Argo CD takes two addresses for one repository (`NormalizeGitURL`, 3.6.1): a protocol or a slash more is another one. */
export function isOneForArgoCd(one: string, other: string): boolean {
  const normalized = (url: string) => url.toLowerCase().replace(/\.git$/, "");
  return normalized(one) === normalized(other);
}

/** An address over one of some protocols, without credentials: it is in Git. */
export function address(protocols: readonly Address["protocol"][], example: string) {
  const error = `must be an address such as ${example}`;
  return z.string({ error }).superRefine((text, context) => {
    const parsed = parseAddress(text);
    const issue = (message: string) => context.addIssue({ code: "custom", message });
    if (parsed === undefined || !protocols.includes(parsed.protocol)) issue(error);
    else if (parsed.credentials) issue("must not hold a user or password: those have fields of their own");
  });
}

/** Address of a Git repository. */
export const gitAddress = address(
  ["http", "https", "ssh"],
  "https://github.com/acme/agentgateway-infra.git or git@github.com:acme/agentgateway-infra.git",
);

/** Argo CD writes the URL of an OCI registry of Helm charts without its scheme. */
export function chartRepository(url: string): string {
  return url.replace(/^oci:\/\//, "");
}

/** A chart of a repository as Helm takes it: by its own URL in a registry, by its name and the repository elsewhere. */
export function chartLocation(repository: string, name: string): { chart: string; repo?: string } {
  return repository.startsWith("oci://")
    ? { chart: `${repository.replace(/\/+$/, "")}/${name}` }
    : { chart: name, repo: repository };
}
