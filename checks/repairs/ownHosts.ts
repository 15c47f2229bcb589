import { show } from "../../core/show";
import { EXAMPLE_NAMESPACES } from "../examples";
import { fieldsOf } from "../fields";
import { needsHost } from "../hosts";
import { isGatewayKind, type Inventory } from "../inventory";
import type { Repair } from "./repair";

/**
 * Hosts of the environment's own Services, with a namespace. The target of an MCP backend refers to the Service instead; elsewhere the
 * proxy finds the name alone in its own namespace.
 */
export function ownHosts({ environment, items, services }: Inventory): Repair[] {
  const namespaceOf = new Map(
    items.flatMap(({ object }) =>
      object.kind === "Service" ? [[object.metadata.name, object.metadata.namespace] as const] : [],
    ),
  );
  const isOwn = (service: string, namespace: string) =>
    namespace === environment.namespace ||
    (services.has(service) && (EXAMPLE_NAMESPACES.includes(namespace) || namespaceOf.get(service) === namespace));
  return items
    .filter((item) => item.handWritten && isGatewayKind(item))
    .flatMap((item) =>
      [...fieldsOf(item.object)].flatMap((field): Repair[] => {
        const { key, keys, path, value } = field;
        if (key !== "host" || typeof value !== "string") return [];
        const [, service, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(\.cluster\.local)?\.?$/.exec(value) ?? [];
        if (service === undefined || namespace === undefined || !isOwn(service, namespace)) return [];
        const problem = `${show(value)} names a namespace, which differs from environment to environment`;
        const repair = { item, keys, field: path, problem };
        if (needsHost(field)) return [{ ...repair, value: service }];
        const isTarget = /^spec\.mcp\.targets\[\d+\]\.static\.host$/.test(path);
        return isTarget && services.has(service)
          ? [{ ...repair, instead: { key: "backendRef", value: { name: service } } }]
          : [];
      }),
    );
}
