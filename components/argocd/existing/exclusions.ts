import { parse } from "yaml";
import type { AllowedKindsSpec } from "../../allowedKinds/spec";
import { byScope } from "../../allowedKinds/kinds";
import { namespacedKinds } from "../../application/namespacedKinds";
import { clusterKinds } from "../../application/projects";
import type { ChartRights } from "../../controller/contents/rights";
import type { Data } from "../settings";
import { matchesGlob } from "./globs";

interface Kind {
  group: string;
  kind: string;
}

/** An entry of `resource.exclusions` or `resource.inclusions`. What is left out is any. */
interface Filter {
  apiGroups?: string[];
  kinds?: string[];
  clusters?: string[];
}

/** The kinds of groups of which an AppProject allows all. */
const OF_GROUPS: Record<string, readonly string[]> = {
  "gateway.networking.k8s.io": ["Gateway", "HTTPRoute"],
  "agentgateway.dev": ["AgentgatewayBackend", "AgentgatewayParameters", "AgentgatewayPolicy"],
};

/**
 * Kinds of an environment that an Argo CD is told not to see: it would deploy none of them.
 *
 * @param servers URLs of the API servers that the environment and its root Application are deployed to
 * @param chart what the charts bring that the environment installs. Default: it installs none
 */
export function hiddenKinds(
  data: Data,
  servers: readonly string[],
  { chart, allowed }: { chart?: ChartRights | undefined; allowed: AllowedKindsSpec },
): string[] {
  const { namespaced, clusterWide } = byScope(allowed);
  const kinds: Kind[] = [
    { group: "argoproj.io", kind: "Application" },
    ...namespacedKinds.flatMap(({ group, kind }) =>
      kind === "*" ? (OF_GROUPS[group] ?? []).map((each) => ({ group, kind: each })) : [{ group, kind }],
    ),
    ...(chart ? [...clusterKinds(chart), ...chart.namespaced] : []),
    ...namespaced,
    ...clusterWide,
  ];
  const excluded = filters(data["resource.exclusions"]);
  const included = filters(data["resource.inclusions"]);
  const hidden = kinds.filter((kind) =>
    servers.some(
      (server) =>
        excluded.some((filter) => matches(filter, kind, server)) ||
        (included.length > 0 && !included.some((filter) => matches(filter, kind, server))),
    ),
  );
  return [...new Set(hidden.map(({ group, kind }) => (group ? `${kind}.${group}` : kind)))];
}

/** Text that is no list is Argo CD's own to complain of. */
function filters(text: string | undefined): Filter[] {
  if (text === undefined) return [];
  try {
    const value: unknown = parse(text);
    return Array.isArray(value) ? (value as Filter[]) : [];
  } catch {
    return [];
  }
}

function matches(
  { apiGroups = [], kinds = [], clusters = [] }: Filter,
  { group, kind }: Kind,
  server: string,
): boolean {
  return matchesAny(apiGroups, group) && matchesAny(kinds, kind) && matchesAny(clusters, server);
}

function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, text));
}
