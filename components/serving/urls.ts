import { listenerUrl } from "../served";
import type { LiveGateway } from "./facts";

/** A listener of a Gateway, as far as its URL depends on it. */
export type Listener = NonNullable<NonNullable<LiveGateway["spec"]>["listeners"]>[number];

/** Protocols of listeners that have a URL. */
const PROTOCOLS = ["HTTP", "HTTPS"] as const;

/**
 * The URL of each listener of a Gateway, by the listener's name: at its host name, else at the first address. A listener
 * without host name has none while the Gateway has no address, and one for all names of a domain has none at all.
 */
export function listenerUrls(
  listeners: readonly Listener[] = [],
  addresses: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    listeners.flatMap(({ name, port, hostname, ...rest }) => {
      const protocol = PROTOCOLS.find((each) => each === rest.protocol);
      if (protocol === undefined || hostname?.startsWith("*.")) return [];
      if (hostname === undefined && addresses[0] === undefined) return [];
      return [[name, listenerUrl({ protocol, port, hostname }, addresses[0])]];
    }),
  );
}
