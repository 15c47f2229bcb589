import assert from "node:assert/strict";
import { llmProvider } from "../../../../components/llm/build";
import { environment } from "../../../../dev/support/environment";

const providers = {
  openai: { provider: "openai" },
  anthropic: { provider: "anthropic" },
};

/** What is made of a failover beside its backend and its route. */
function policiesOf(support: object): object[] {
  const { llmProviders } = environment({ llmProviders: { ...providers, support } });
  return llmProvider("support", llmProviders.support!, "gw", llmProviders).slice(1, -1);
}

const policy = (retry: object) => ({
  apiVersion: "agentgateway.dev/v1alpha1",
  kind: "AgentgatewayPolicy",
  metadata: { name: "support-retry" },
  spec: {
    targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "support" }],
    traffic: { retry },
  },
});

const codes = [429, 500, 502, 503, 504];
const targets = (count: number) => Array.from({ length: count }, () => ({ use: "openai" }));

describe("the retry of a failover", () => {
  const failovers: [title: string, failover: object[], attempts: number][] = [
    ["one provider, which may be there again", targets(1), 1],
    ["two", [{ use: "openai" }, { use: "anthropic" }], 1],
    ["two that share the requests", [targets(2)], 1],
    ["three", targets(3), 2],
    ["three in two groups", [targets(2), { use: "anthropic" }], 2],
    ["four", [targets(2), targets(2)], 3],
    ["nine: not more, since each attempt costs time", [targets(8), { use: "anthropic" }], 3],
  ];
  for (const [title, failover, attempts] of failovers) {
    it(`goes to each further provider once: ${title}`, () =>
      assert.deepEqual(policiesOf({ failover }), [policy({ attempts, backoff: "50ms", codes })]));
  }

  it("can be turned off", () => {
    assert.deepEqual(policiesOf({ failover: targets(3), retry: false }), []);
  });

  it("can be changed, field by field", () => {
    const retryOf = (retry: object) => policiesOf({ failover: targets(3), retry });
    assert.deepEqual(retryOf({ attempts: 5 }), [policy({ attempts: 5, backoff: "50ms", codes })]);
    assert.deepEqual(retryOf({ backoff: "1s", codes: [503] }), [policy({ attempts: 2, backoff: "1s", codes: [503] })]);
    const condition = "response.code == 418";
    const precondition = 'request.method == "POST"';
    assert.deepEqual(retryOf({ condition, precondition }), [
      policy({ attempts: 2, backoff: "50ms", codes, condition, precondition }),
    ]);
  });

  it("is for failovers alone", () => {
    const { llmProviders } = environment({ llmProviders: providers });
    const created = llmProvider("openai", llmProviders.openai!, "gw", llmProviders);
    assert.deepEqual(
      created.map(({ kind }) => kind),
      ["AgentgatewayBackend", "HTTPRoute"],
    );
  });
});
