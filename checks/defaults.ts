import type { ValidationError } from "../core/errors";
import type { PlainObject } from "../core/merge";
import { GATEWAY_API } from "../components/gateway/build";
import { fieldsOf, valueIn } from "./fields";
import { at, groupOf, type Inventory } from "./inventory";

/** Fields of list items that the API server fills in, by the list that they are in. */
const serverDefaults: Record<string, Record<string, unknown>> = {
  "HTTPRoute parentRefs": { group: GATEWAY_API, kind: "Gateway" },
  "HTTPRoute backendRefs": { group: "", kind: "Service", weight: 1 },
  "HTTPRoute rules": { matches: [{ path: { type: "PathPrefix", value: "/" } }] },
  "HTTPRoute matches": { "path.type": "PathPrefix", "path.value": "/" },
  "HTTPRoute headers": { type: "Exact" },
  "HTTPRoute queryParams": { type: "Exact" },
  "Gateway listeners": { "allowedRoutes.namespaces.from": "Same" },
  "Gateway certificateRefs": { group: "", kind: "Secret" },
};

/**
 * Defaults of list items that are not written out. Argo CD compares lists whole, so it would find the object out of sync
 * forever, and sync it forever.
 */
export function defaults({ items }: Inventory): ValidationError[] {
  return items
    .filter((item) => groupOf(item) === GATEWAY_API)
    .flatMap((item) =>
      [...fieldsOf(item.object)].flatMap(({ path, key, value }) => {
        const expected = serverDefaults[`${item.object.kind} ${key}`];
        if (expected === undefined || !Array.isArray(value)) return [];
        return value.flatMap((entry: PlainObject, index) => {
          const missing = Object.entries(expected).filter(
            ([field]) => valueIn(entry, ...field.split(".")) === undefined,
          );
          if (missing.length === 0) return [];
          return [
            {
              path: at(item, `${path}[${index}]`),
              problem: `leaves out ${missing.map(([field]) => field).join(", ")}, which the cluster fills in and Argo CD takes for drift`,
              remedy: `Write it out: ${missing.map(([field, is]) => `${field}: ${JSON.stringify(is)}`).join(", ")}.`,
            },
          ];
        });
      }),
    );
}
