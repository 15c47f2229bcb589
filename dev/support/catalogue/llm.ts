import fc from "fast-check";
import { failoverSpec } from "../../../components/llm/failover/spec";
import { providerSpec } from "../../../components/llm/provider/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { withAcceptedWays, withServedRoutes } from "./guards";
import { common, named, pick, type Entries } from "./values";

const special = {
  ...common,
  // A Service of the cluster may be named too, but then as one that there is.
  "upstream.host": fc.constantFrom("api.example.com", "10-0-0-1.example.com", "s-one"),
  // The host of an Azure resource.
  endpoint: fc.constantFrom("r.openai.azure.com", "r.services.ai.azure.com"),
};

/** Providers, each with a Secret of its own: two in one would be refused. */
const providers = (named("l", arbitraryOf(providerSpec, special)) as fc.Arbitrary<Record<string, object>>).map(
  (entries) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, entry], index) => [
        name,
        "secretName" in entry && entry.secretName !== undefined ? { ...entry, secretName: `own-${index}` } : entry,
      ]),
    ) as Entries,
);

interface Target {
  use: string;
}

interface Failover {
  failover: (Target | Target[])[];
}

const failovers = named("f", arbitraryOf(failoverSpec, special)) as fc.Arbitrary<Record<string, Failover>>;

/** LLM providers, and failovers that choose from them. */
export const llmProviders: fc.Arbitrary<Entries> = fc
  .record({ providers, failovers })
  .map(({ providers, failovers }) => {
    const names = Object.keys(providers);
    if (names.length === 0) return {};
    const known = <T extends Target>(target: T): T => ({ ...target, use: pick(names, target.use.length) });
    const choosing = Object.entries(failovers).map(([name, { failover, ...rest }]) => {
      const groups = failover.map((group) => (Array.isArray(group) ? group.map(known) : known(group)));
      return [name, { ...rest, failover: groups }];
    });
    return withAcceptedWays(withServedRoutes({ ...providers, ...Object.fromEntries(choosing) } as Entries));
  });
