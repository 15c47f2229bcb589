import {
  backend,
  backendRef,
  documents,
  inBackend,
  testCases,
  manifest,
  match,
  route,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

/** vLLM as Agent Gateway's documentation has it: a host and a port, and no path. */
const vllm = backend({ ai: { provider: { openai: { model: "m" }, host: "vllm.example.com", port: 8000 } } });
const toMine = { backendRefs: [backendRef("mine")] };
const at = (path: string, more: object = {}) => route({ rule: { matches: [match(path)], ...toMine, ...more } });
const rewritten = {
  filters: [{ type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } }],
};

const says = (prefix: string, where = `${inBackend}, spec.ai.provider`, name = "mine") =>
  `${where} | has a host and no path: requests would arrive there under ${prefix}, the path of HTTPRoute ${name} | Say pathPrefix, such as /v1, or path; or have the route replace its prefix (URLRewrite, ReplacePrefixMatch: /).`;

const wrong: Wrong[] = [
  ["a provider's host without path, under a prefix", {}, documents(vllm, at("/vllm")), [says("/vllm")]],
  [
    "one under one prefix of several",
    {},
    documents(vllm, route({ rule: { matches: [match("/v1"), match("/vllm/v1")], ...toMine } })),
    [says("/vllm/v1")],
  ],
  [
    "one whose route rewrites the host alone",
    {},
    documents(vllm, at("/vllm", { filters: [{ type: "URLRewrite", urlRewrite: { hostname: "vllm.example.com" } }] })),
    [says("/vllm")],
  ],
  [
    "one of a group",
    {},
    documents(
      backend({
        ai: { groups: [{ providers: [{ name: "a", host: "vllm.example.com", port: 8000, openai: {} }] }] },
      }),
      at("/vllm"),
    ),
    [says("/vllm", `${inBackend}, spec.ai.groups[0].providers[0]`)],
  ],
  [
    "one that a second rule leads to",
    {},
    documents(
      vllm,
      manifest("gateway.networking.k8s.io/v1", "HTTPRoute", {
        spec: {
          parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "agentgateway-proxy" }],
          rules: [
            { matches: [match("/good")], ...toMine, ...rewritten },
            { matches: [match("/bad")], ...toMine },
          ],
        },
      }),
    ),
    [says("/bad")],
  ],
  [
    "a known provider's host in patches that take its path away",
    {
      llmProviders: { openai: { upstream: { host: "vllm.example.com", port: 8000, pathPrefix: "/v1" } } },
      patches: {
        "AgentgatewayBackend/openai": { spec: { ai: { provider: { pathPrefix: null } } } },
        "HTTPRoute/openai": { spec: { rules: [{ matches: [match("/openai")], backendRefs: [backendRef("openai")] }] } },
      },
    },
    undefined,
    [
      says(
        "/openai",
        "llmProviders.openai with patches.AgentgatewayBackend/openai, AgentgatewayBackend openai, spec.ai.provider",
        "openai",
      ),
    ],
  ],
];

const right: Right[] = [
  ["a provider's host without path, at the root", {}, documents(vllm, at("/"))],
  ["one at the path of its API", {}, documents(vllm, at("/v1/chat/completions"))],
  ["one whose route replaces the prefix", {}, documents(vllm, at("/vllm", rewritten))],
  [
    "one whose route replaces the path",
    {},
    documents(
      vllm,
      at("/vllm", {
        filters: [
          {
            type: "URLRewrite",
            urlRewrite: { path: { type: "ReplaceFullPath", replaceFullPath: "/v1/chat/completions" } },
          },
        ],
      }),
    ),
  ],
  ["one that nothing leads to", {}, vllm],
  [
    "one beside a route to something else",
    {},
    documents(
      vllm,
      at("/other", { backendRefs: [{ group: "", kind: "Service", name: "tools", port: 80, weight: 1 }] }),
    ),
  ],
  [
    "one with a path, and one of a server that has no known path",
    {},
    documents(
      backend({ ai: { provider: { openai: {}, host: "vllm.example.com", port: 8000, pathPrefix: "/v1" } } }),
      backend({ ai: { provider: { custom: {}, host: "vllm.example.com", port: 8000 } } }, "other"),
      at("/vllm", { backendRefs: [backendRef("mine"), backendRef("other")] }),
    ),
  ],
];

describe("checks of objects: a provider at a host of its own", () => {
  testCases(wrong, right);
});
