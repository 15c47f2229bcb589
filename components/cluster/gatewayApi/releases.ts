import type { FoundCrd } from "./read";

/** The releases of CRDs in words, with who has applied them: "v1.4.1, standard channel, applied by kubectl (gateways)". */
export function releasesOf(crds: readonly FoundCrd[]): string {
  const releases = Map.groupBy(crds, ({ version = "an unknown release", channel, setBy }) =>
    [
      version,
      ...(channel === undefined ? [] : [`${channel} channel`]),
      setBy.length > 0 ? `applied by ${setBy.join(" and ")}` : "nothing tells by whom",
    ].join(", "),
  );
  return [...releases]
    .map(([release, list]) => `${release} (${list.map(({ plural }) => plural).join(", ")})`)
    .join("; ");
}
