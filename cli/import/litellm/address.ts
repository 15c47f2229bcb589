import type { PlainObject } from "../../../core/merge";

/** A base URL, as an entry says where its API is. */
export interface Address {
  host: string;
  port: number;
  tls: boolean;
  /** Its path without a slash at the end. */
  path: string;
  /** The Service that it names, where it is one of the cluster. */
  service?: { name: string; namespace?: string };
}

const CLUSTER = /^([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?)?$/;

/** Reads a base URL; says what is wrong with it where no entry can have it. */
export function addressOf(url: string): Address | string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return "is no URL";
  }
  const { hostname, port, protocol, pathname } = parsed;
  if (!["http:", "https:"].includes(protocol)) return "is no URL with http or https";
  if (parsed.username !== "" || parsed.password !== "") return "has credentials in it";
  if (parsed.search !== "") return "has a query, which no entry has";
  if (hostname === "localhost" || /^127\.|^\[/.test(hostname))
    return "is the machine of the proxy itself, which in a cluster is its pod";
  const tls = protocol === "https:";
  const [, name, namespace] = CLUSTER.exec(hostname) ?? [];
  return {
    host: hostname,
    port: port === "" ? (tls ? 443 : 80) : Number(port),
    tls,
    path: pathname.replace(/\/+$/, ""),
    ...(name !== undefined && { service: { name, ...(namespace !== undefined && { namespace }) } }),
  };
}

/** An address as `upstream`. `own` is the base path that the provider's kind has anyway. */
export function upstreamOf({ host, port, tls, path }: Address, own: string): PlainObject {
  const usual = tls === (port === 443);
  return { host, port, ...(path !== own && { pathPrefix: path }), ...(!usual && { tls }) };
}
