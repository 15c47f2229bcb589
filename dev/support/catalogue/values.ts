import fc from "fast-check";
import type { Special } from "../schema/arbitrary";

/** Services that are made elsewhere, for the checks want each one that is referred to. */
export const SERVICES = { "s-one": [80, 9000], "s-two": [80, 9000] };

const LABEL = "example.com/zone";
/** Conditions on labels, by every operator. */
const anyValue = [
  { key: LABEL, operator: "In", values: ["a", ""] },
  { key: LABEL, operator: "NotIn", values: ["b"] },
  { key: LABEL, operator: "Exists" },
  { key: LABEL, operator: "DoesNotExist", values: [] },
];
const nodes = {
  matchExpressions: [...anyValue, ...["Gt", "Lt"].map((operator) => ({ key: LABEL, operator, values: ["8"] }))],
};
const neighbours = {
  labelSelector: { matchLabels: { app: "x" }, matchExpressions: anyValue },
  topologyKey: LABEL,
  namespaces: ["team-a"],
};
const podTerms = {
  requiredDuringSchedulingIgnoredDuringExecution: [neighbours],
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: neighbours }],
};
/** One of everything: its parts are too deep to be met by chance. */
const affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodes] },
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: nodes }],
  },
  podAffinity: podTerms,
  podAntiAffinity: podTerms,
};

/** What means something outside of its field. */
export const common: Special = {
  "service.name": fc.constantFrom(...Object.keys(SERVICES)),
  "service.port": fc.constantFrom(80, 9000),
  host: fc.constantFrom("a.example.com", "b.example.com"),
  affinity: fc.constantFrom<object>({}, affinity),
};

const short = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
const long = fc.stringMatching(/^[a-z0-9]{61}$/);
const name = fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: long });

/** Entries of a catalogue. A prefix keeps the names of one catalogue apart from those of the others. */
export function named<T>(prefix: string, entry: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(
    name.map((rest) => `${prefix}-${rest}`),
    entry,
    { maxKeys: 4 },
  );
}

export type Entries = Record<string, Record<string, unknown>>;

/** The one of several that a number selects. */
export function pick<T>(items: readonly T[], index: number): T | undefined {
  return items[index % items.length];
}
