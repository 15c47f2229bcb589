import { sortedEntries } from "../kubernetes";

/** A port of a Service, as configuration names it. */
export interface ServiceReference {
  service: string;
  port: number;
  namespace?: string | undefined;
}

/** The reference to a Service. Group and kind are defaults, yet Argo CD reports them as drift inside lists. */
export function serviceRef({ service, port, namespace }: ServiceReference): object {
  return { group: "", kind: "Service", name: service, namespace, port };
}

/** A map as the list that the API wants, in an order that does not depend on how it was written. */
export function namedList<Key extends string>(
  values: Record<string, string> | undefined,
  valueField: Key,
): ({ name: string } & Record<Key, string>)[] | undefined {
  return (
    values &&
    sortedEntries(values).map(
      ([name, value]) => ({ name, [valueField]: value }) as { name: string } & Record<Key, string>,
    )
  );
}
