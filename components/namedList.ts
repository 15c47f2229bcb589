import { sortedEntries } from "../kube/object";

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
