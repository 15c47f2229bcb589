import { listenerUrl } from "../served";
import type { LiveGateway } from "./facts";

type Listeners = NonNullable<LiveGateway["spec"]>["listeners"];

/** Protocols of listeners that have a URL. */
const PROTOCOLS = ["HTTP", "HTTPS"] as const;

/**
 * The URL of each listener of a Gateway, by the listener's name: at its host name, else at the first address. A listener
 * without host name has none while the Gateway has no address.
 */
export function listenerUrls(listeners: Listeners = [], addresses: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    listeners.flatMap(({ name, port, hostname, ...rest }) => {
      const protocol = PROTOCOLS.find((each) => each === rest.protocol);
      if (protocol === undefined || (hostname === undefined && addresses[0] === undefined)) return [];
      return [[name, listenerUrl({ protocol, port, hostname }, addresses[0])]];
    }),
  );
}
