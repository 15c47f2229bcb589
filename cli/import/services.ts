import { isPlainObject, type PlainObject } from "../../core/merge";

/** The Services of the environment's namespace that entries call and that none of them makes, with their ports. */
export function servicesElsewhere(entries: PlainObject): PlainObject {
  const made = new Set(
    ["mcpServers", "agents"].flatMap((section) =>
      Object.entries(isPlainObject(entries[section]) ? entries[section] : {}).flatMap(([name, entry]) =>
        isPlainObject(entry) && entry.image !== undefined ? [name] : [],
      ),
    ),
  );
  const ports: Record<string, unknown[]> = {};
  for (const { name, port } of references(entries)) {
    if (made.has(name)) continue;
    ports[name] = [...new Set([...(ports[name] ?? []), port])];
  }
  return Object.keys(ports).length > 0 ? { existingServices: ports } : {};
}

interface Reference {
  name: string;
  port: unknown;
}

function references(value: unknown, key = ""): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item) => references(item, key));
  if (!isPlainObject(value)) return [];
  const { name, host, port, namespace, kind = "Service" } = value;
  if (["service", "backendRef"].includes(key) && typeof name === "string" && kind === "Service")
    return namespace === undefined ? [{ name, port }] : [];
  const isService = key === "upstream" && typeof host === "string" && !host.includes(".");
  return isService
    ? [{ name: host, port: port ?? 443 }]
    : Object.entries(value).flatMap(([below, item]) => references(item, below));
}
