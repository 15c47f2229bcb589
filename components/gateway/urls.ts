/** What of a listener is in its URL. */
export interface Addressed {
  protocol: "HTTP" | "HTTPS";
  port: number;
  /** Host name that it serves. Default: any. */
  hostname?: string;
}

const DEFAULT_PORTS = { HTTP: 80, HTTPS: 443 };

/**
 * The URL of each listener, by name and in the order of the names: at its host name, or else at the first address. A
 * listener for any host name of a domain has none.
 */
export function listenerUrls(
  listeners: Record<string, Addressed>,
  addresses: readonly string[],
): Record<string, string> {
  const urls = Object.entries(listeners)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { protocol, port, hostname }]) => {
      const host = hostname ?? addresses[0];
      if (host === undefined || host.startsWith("*.")) return [];
      const suffix = port === DEFAULT_PORTS[protocol] ? "" : `:${port}`;
      return [[name, `${protocol.toLowerCase()}://${host.includes(":") ? `[${host}]` : host}${suffix}`] as const];
    });
  return Object.fromEntries(urls);
}
