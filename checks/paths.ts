import { GATEWAY_API } from "../components/gateway/build";
import { Claims } from "../core/claims";
import type { ValidationError } from "../core/errors";
import type { PlainObject } from "../core/merge";
import { itemsIn, textIn, valueIn } from "./fields";
import { at, type Inventory, type Item } from "./inventory";

/** A match of a route at one listener and host name. */
interface Claim {
  item: Item;
  field: string;
  /** What of a request it looks at: equal for two matches of which one is never reached. */
  what: string;
  /** The same for a reader. */
  shown: string;
}

/**
 * Two matches for the same requests. The gateway says nothing of it and serves one of them: which, the names of the
 * routes decide.
 */
export function samePath(inventory: Inventory): ValidationError[] {
  const first = new Claims<Claim>();
  const reported = new Set<string>();
  return inventory.items.filter(isRoute).flatMap((item) =>
    claims(item, inventory).flatMap((claim) => {
      const other = first.claim(claim.what, claim);
      if (other === undefined || (other.item === item && other.field === claim.field)) return [];
      // A route on several listeners collides on each of them; one word is enough.
      const once = `${place(claim)} ${place(other)}`;
      if (reported.has(once)) return [];
      reported.add(once);
      return [
        {
          path: place(claim),
          problem: `has the same path ${claim.shown} as ${other.item === item ? other.field : place(other)}`,
          remedy: "Two routes with one path: only one would be served. Change one.",
        },
      ];
    }),
  );
}

const isRoute = ({ object }: Item) => object.kind === "HTTPRoute" && object.apiVersion.startsWith(`${GATEWAY_API}/`);

/** The configuration has one path for a route; a file may have many. */
function place({ item, field }: Claim): string {
  return item.handWritten ? at(item, field) : item.origin;
}

function claims(item: Item, inventory: Inventory): Claim[] {
  const matches = itemsIn(item.object, "spec", "rules").flatMap((rule, index) => {
    const listed = itemsIn(rule, "matches");
    return (listed.length > 0 ? listed : [{}]).map((match, position) => ({
      field: `spec.rules[${index}].matches[${position}]`,
      match,
    }));
  });
  const all = places(item, inventory).flatMap(({ listener, host }) =>
    matches.map(({ field, match }) => {
      const { what, shown } = describe(match);
      return {
        item,
        field,
        what: JSON.stringify([listener, host, what]),
        shown: host === "" ? shown : `${shown} of ${host}`,
      };
    }),
  );
  // Of a rendered route, one match is reported for all: the path that the configuration names is the shortest.
  return item.handWritten ? all : all.sort((a, b) => a.shown.length - b.shown.length);
}

/** The listeners and host names of a route. Without host names it takes those of its listeners. */
function places({ object }: Item, { byKey }: Inventory): { listener: string; host: string }[] {
  const hostnames = valueIn(object, "spec", "hostnames");
  const own = Array.isArray(hostnames) ? hostnames.map(String) : [];
  return itemsIn(object, "spec", "parentRefs")
    .filter((parent) => (textIn(parent, "kind") ?? "Gateway") === "Gateway")
    .flatMap((parent) => {
      const gateway = String(parent.name);
      const listeners = itemsIn(byKey.get(`${GATEWAY_API}/Gateway/${gateway}`)?.object, "spec", "listeners")
        .filter(({ name }) => parent.sectionName === undefined || parent.sectionName === name)
        .filter(({ port }) => parent.port === undefined || parent.port === port);
      return listeners.flatMap((listener) =>
        (own.length > 0 ? own : [textIn(listener, "hostname") ?? ""]).map((host) => ({
          listener: `${gateway} ${String(listener.name)}`,
          host,
        })),
      );
    });
}

function describe(match: PlainObject): { what: unknown; shown: string } {
  const type = textIn(match, "path", "type") ?? "PathPrefix";
  const written = textIn(match, "path", "value") ?? "/";
  // A prefix means whole segments, so a slash at its end says nothing.
  const value = type === "PathPrefix" ? written.replace(/(?<=.)\/$/, "") : written;
  const conditions = (list: string, name: (text: string) => string) =>
    itemsIn(match, list)
      .map((item) => [name(String(item.name)), textIn(item, "type") ?? "Exact", String(item.value)].join(" "))
      .sort();
  const headers = conditions("headers", (name) => name.toLowerCase());
  const query = conditions("queryParams", (name) => name);
  const method = textIn(match, "method");
  const rest = [method && `method ${method}`, ...headers.map((h) => `header ${h}`), ...query.map((q) => `query ${q}`)];
  const details = rest.filter(Boolean).join(", ");
  return { what: [type, value, method, headers, query], shown: details === "" ? value : `${value} (${details})` };
}
