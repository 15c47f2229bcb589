import { BlockList, isIP } from "node:net";

/** Variables of the environment. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy by which the environment says that a server is reached: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, read as Go reads
 * them (golang.org/x/net/http/httpproxy), and so as kubectl and Pulumi's providers do. Loopback is never behind a proxy.
 *
 * @param server URL
 * @returns URL of the proxy; nothing where the server is reached directly
 */
export function environmentProxy(server: string, env: Variables = process.env): string | undefined {
  const url = new URL(server);
  const named = url.protocol === "https:" ? variable(env, "HTTPS_PROXY") : variable(env, "HTTP_PROXY");
  if (named === undefined) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (isLoopback(host) || isExcepted(host, port, variable(env, "NO_PROXY") ?? "")) return undefined;
  return /^[a-z0-9]+:\/\//i.test(named) ? named : `http://${named}`;
}

function variable(env: Variables, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function isLoopback(host: string): boolean {
  const loopback = new BlockList();
  loopback.addSubnet("127.0.0.0", 8);
  loopback.addAddress("::1", "ipv6");
  return host === "localhost" || isIn(loopback, host);
}

/** Entries of NO_PROXY: `*`, an address, a range of addresses, a domain; each but a range may name a port. */
function isExcepted(host: string, port: string, noProxy: string): boolean {
  return noProxy
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry === "*" || (entry !== "" && excepts(entry, host, port)));
}

function excepts(entry: string, host: string, port: string): boolean {
  const [, address = "", prefix = ""] = /^([0-9a-f.:]+)\/(\d+)$/.exec(entry) ?? [];
  if (isIP(address) !== 0) {
    const range = new BlockList();
    if (Number(prefix) <= (isIP(address) === 6 ? 128 : 32)) range.addSubnet(address, Number(prefix), familyOf(address));
    return isIn(range, host);
  }
  const [, name = entry, only = port] = /^(.*[^:]|\[.*\]):(\d+)$/.exec(entry) ?? [];
  if (only !== port) return false;
  const wanted = name.replace(/^\[|\]$/g, "");
  if (isIP(entry) !== 0 || isIP(wanted) !== 0) return [entry, wanted].includes(host);
  const domain = wanted.replace(/^\*/, "");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isIn(list: BlockList, host: string): boolean {
  return isIP(host) !== 0 && list.check(host, familyOf(host));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
