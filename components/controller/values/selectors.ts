import type { ChartValues } from "./spec";

type Selector = NonNullable<ChartValues["discoveryNamespaceSelectors"]>[number];

/** The label that Kubernetes gives to each namespace: its name. */
const NAME = "kubernetes.io/metadata.name";

/** Whether one of the selectors selects a namespace, of whose labels no more is known than its name. */
export function selectsNamespace(selectors: readonly Selector[], namespace: string): boolean {
  const labels: Record<string, string> = { [NAME]: namespace };
  return selectors.some(
    ({ matchLabels = {}, matchExpressions = [] }) =>
      Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
      matchExpressions.every(({ key, operator, values = [] }) => {
        const value = labels[key];
        if (operator === "Exists") return value !== undefined;
        if (operator === "DoesNotExist") return value === undefined;
        return (value !== undefined && values.includes(value)) === (operator === "In");
      }),
  );
}
