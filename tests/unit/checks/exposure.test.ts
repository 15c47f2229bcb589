import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { errorsInObjects } from "../../../checks";
import { mergeLayers, type PlainObject } from "../../../core/merge";
import { documents, errorsOf, manifest, policy, route, sound, targets } from "../../../dev/support/checks";
import { describeFixture } from "../../../dev/support/fixture";

const BOTH = ["unauthenticated", "plainHttp"];
const GATEWAY_API = "gateway.networking.k8s.io/v1";
const PROXY = "agentgateway-proxy";

const service = (type: string) => ({ gateway: { service: { type } } });
const patches = (spec: PlainObject) => ({
  patches: { "AgentgatewayParameters/default-parameters": { spec: { service: { spec } } } },
});
const listeners = (...protocols: string[]) => ({
  gateway: {
    listeners: Object.fromEntries(
      protocols.map((protocol, index) => [
        protocol.toLowerCase(),
        { port: 8000 + index, protocol, ...(protocol === "HTTPS" && { tls: { existingSecret: "cert" } }) },
      ]),
    ),
  },
});
const on = (target: unknown, fields: PlainObject) => ({ on: target, ...fields });
const apiKeys = (more: PlainObject = {}) => ({ apiKeys: { keys: { first: {} }, ...more } });
const policies = (...all: PlainObject[]) => ({
  policies: Object.fromEntries(all.map((each, index) => [`p-${index}`, each])),
});
const jwks = { inline: '{"keys":[]}' };
const issuer = { issuer: "https://login.example.com/", jwks };
const authz = { service: { name: "tools", port: 80 }, grpc: {} };
const oauth = { mcpRoutes: { "/mcp": { oauth: { ...issuer, audiences: ["a"] } } } };
const written = (kind: string, spec: PlainObject, name = "mine") =>
  manifest(kind === "Service" ? "v1" : GATEWAY_API, kind, { spec }, name);
const selecting = (selector: PlainObject, spec: PlainObject) =>
  written("Service", { selector, ports: [{ port: 80 }], ...spec });
const edge = (protocol: string) => written("Gateway", { listeners: [{ name: "a", port: 80, protocol }] }, "edge");
const more = (protocol: string) =>
  written("ListenerSet", { parentRef: { name: PROXY }, listeners: [{ name: "a", port: 81, protocol }] }, "more");
const keysOf = (kind: string, name: string, section: PlainObject = {}) =>
  policy({ ...targets(kind, name, section), traffic: { apiKeyAuthentication: { secretRef: { name: "s" } } } });

/** A title, what is laid over a sound environment that accepts nothing, what has to be named then, and files by hand. */
type Case = [title: string, over: PlainObject[], expected: string[], handWritten?: string];

const cases: Record<string, Case[]> = {
  "from outside": [
    ["the default, which is a load balancer", [], BOTH],
    ["LoadBalancer", [service("LoadBalancer")], BOTH],
    ["NodePort", [service("NodePort")], BOTH],
    ["ClusterIP", [service("ClusterIP")], []],
    ["a patched type over ClusterIP", [service("ClusterIP"), patches({ type: "NodePort" })], BOTH],
    ["a patched type over LoadBalancer", [service("LoadBalancer"), patches({ type: "ClusterIP" })], []],
    ["ClusterIP with addresses from outside", [service("ClusterIP"), patches({ externalIPs: ["192.0.2.1"] })], BOTH],
    [
      "a Service by hand that selects the proxy",
      [service("ClusterIP")],
      BOTH,
      selecting({ "gateway.networking.k8s.io/gateway-name": PROXY }, { type: "NodePort" }),
    ],
    [
      "such a Service within the cluster",
      [service("ClusterIP")],
      [],
      selecting({ "gateway.networking.k8s.io/gateway-name": PROXY }, {}),
    ],
    [
      "a Service by hand that selects other pods",
      [service("ClusterIP")],
      [],
      selecting({ "app.kubernetes.io/name": "tools" }, { type: "LoadBalancer" }),
    ],
    ["a second Gateway, without a route", [service("ClusterIP")], ["plainHttp"], edge("HTTP")],
    [
      "a second Gateway with a route",
      [service("ClusterIP")],
      ["unauthenticated"],
      documents(edge("HTTPS"), route({ parent: { name: "edge" } })),
    ],
  ],
  "in plain text": [
    ["an HTTP listener", [listeners("HTTP"), policies(on("gateway", apiKeys()))], ["plainHttp"]],
    ["an HTTPS listener", [listeners("HTTPS"), policies(on("gateway", apiKeys()))], []],
    ["an HTTP listener beside it", [listeners("HTTPS", "HTTP"), policies(on("gateway", apiKeys()))], ["plainHttp"]],
    [
      "an HTTP listener of a ListenerSet",
      [listeners("HTTPS"), policies(on("gateway", apiKeys()))],
      ["plainHttp"],
      more("HTTP"),
    ],
    ["an HTTPS listener of a ListenerSet", [listeners("HTTPS"), policies(on("gateway", apiKeys()))], [], more("HTTPS")],
  ],
  "without credentials": [
    ["no policy", [listeners("HTTPS")], ["unauthenticated"]],
    [
      "a policy that asks for nothing",
      [listeners("HTTPS"), policies(on("gateway", { retry: { attempts: 2 } }))],
      ["unauthenticated"],
    ],
    ["API keys", [listeners("HTTPS"), policies(on("gateway", apiKeys()))], []],
    ["a JWT", [listeners("HTTPS"), policies(on("gateway", { jwt: { providers: { a: issuer } } }))], []],
    ["a password", [listeners("HTTPS"), policies(on("gateway", { basicAuth: {} }))], []],
    ["a service that decides", [listeners("HTTPS"), policies(on("gateway", { extAuth: authz }))], []],
    [
      "such a service that is skipped when it is out of reach",
      [listeners("HTTPS"), policies(on("gateway", { extAuth: { ...authz, failureMode: "FailOpen" } }))],
      ["unauthenticated"],
    ],
    ...["Optional", "Permissive"].map((mode): Case => [
      `mode ${mode}`,
      [listeners("HTTPS"), policies(on("gateway", apiKeys({ mode })))],
      ["unauthenticated"],
    ]),
    [
      "each route for itself",
      [listeners("HTTPS"), policies(on({ provider: "openai" }, apiKeys()), on({ mcpPath: "/mcp" }, apiKeys()))],
      [],
    ],
    ["one of two routes", [listeners("HTTPS"), policies(on({ provider: "openai" }, apiKeys()))], ["unauthenticated"]],
    ["OAuth of an MCP path", [listeners("HTTPS"), oauth, policies(on({ provider: "openai" }, apiKeys()))], []],
    [
      "a route that lets in whom the gateway refuses",
      [
        listeners("HTTPS"),
        policies(on("gateway", apiKeys()), on({ provider: "openai" }, apiKeys({ mode: "Optional" }))),
      ],
      ["unauthenticated"],
    ],
    [
      "one of two listeners",
      [
        {
          gateway: {
            listeners: {
              ...listeners("HTTPS").gateway.listeners,
              b: { port: 9, protocol: "HTTPS", tls: { existingSecret: "b" } },
            },
          },
        },
        policies(on({ listener: "https" }, apiKeys())),
      ],
      ["unauthenticated"],
    ],
    ["a policy by hand", [listeners("HTTPS")], [], keysOf("Gateway", PROXY)],
    [
      "a route by hand under the gateway's policy",
      [listeners("HTTPS"), policies(on("gateway", apiKeys()))],
      [],
      route(),
    ],
    [
      "a route by hand beside guarded ones",
      [listeners("HTTPS"), policies(on({ provider: "openai" }, apiKeys()), on({ mcpPath: "/mcp" }, apiKeys()))],
      ["unauthenticated"],
      route(),
    ],
    [
      "a redirect by hand beside guarded ones",
      [listeners("HTTPS"), policies(on({ provider: "openai" }, apiKeys()), on({ mcpPath: "/mcp" }, apiKeys()))],
      [],
      route({ rule: { backendRefs: [], filters: [{ type: "RequestRedirect" }] } }),
    ],
    [
      "a route of a ListenerSet without a policy",
      [listeners("HTTPS"), policies(on({ listener: "https" }, apiKeys()))],
      ["unauthenticated"],
      documents(more("HTTPS"), route({ parent: { kind: "ListenerSet", name: "more" } })),
    ],
    [
      "a route of a ListenerSet with one",
      [listeners("HTTPS"), policies(on({ listener: "https" }, apiKeys()))],
      [],
      documents(
        more("HTTPS"),
        route({ parent: { kind: "ListenerSet", name: "more" } }),
        keysOf("ListenerSet", "more", { sectionName: "a" }),
      ),
    ],
  ],
  "that is accepted": [
    ["one of both", [{ gateway: { insecure: ["unauthenticated"] } }], ["plainHttp"]],
    ["the other", [{ gateway: { insecure: ["plainHttp"] } }], ["unauthenticated"]],
    ["both", [{ gateway: { insecure: BOTH } }], []],
    ["what does not happen", [service("ClusterIP"), { gateway: { insecure: BOTH } }], []],
  ],
};

/** What of an environment is said about its exposure, as `problem | remedy`. */
function said(over: readonly PlainObject[], handWritten?: string): string[] {
  return errorsOf(mergeLayers(sound, { gateway: { insecure: [] } }, ...over), handWritten)
    .filter((error) => error.startsWith("gateway.insecure | "))
    .map((error) => error.replace("gateway.insecure | ", ""));
}

describe("what can be reached from outside", () => {
  for (const [what, those] of Object.entries(cases)) {
    describe(what, () => {
      for (const [title, over, expected, handWritten] of those) {
        it(`${title}: ${expected.join(", ") || "nothing to name"}`, () => {
          const names = said(over, handWritten).map((error) => / does not name (\w+), /.exec(error)?.[1]);
          assert.deepEqual(names, expected);
        });
      }
    });
  }

  it("is named with its first routes, and with the lines that close it for what is there", () => {
    const agents = { agents: Object.fromEntries(["a", "b", "c"].map((name) => [name, { image: "i" }])) };
    assert.deepEqual(said([agents, listeners("HTTP", "HTTPS"), { gateway: { insecure: [] } }]), [
      [
        "[] does not name unauthenticated, yet from outside of the cluster anybody can use HTTPRoute openai, HTTPRoute mcp, HTTPRoute a and 2 more without credentials: the Service of the Gateway agentgateway-proxy is a LoadBalancer",
        [
          'Ask for a key: policies: { clients: { on: "gateway", apiKeys: { keys: { first: {} } } } }',
          'Or keep the gateway inside of the cluster: gateway: { service: { type: "ClusterIP" } }',
          'Or accept it by name: gateway: { insecure: ["unauthenticated"] }',
        ].join("\n"),
      ].join(" | "),
      [
        "[] does not name plainHttp, yet from outside of the cluster requests arrive in plain text at the listener http (port 8000): the Service of the Gateway agentgateway-proxy is a LoadBalancer",
        [
          "Encrypt them: gateway: { listeners: { http: { enabled: false } } }",
          'Or keep the gateway inside of the cluster: gateway: { service: { type: "ClusterIP" } }',
          'Or accept it by name: gateway: { insecure: ["plainHttp"] }',
        ].join("\n"),
      ].join(" | "),
    ]);
  });

  for (const [what, over] of [
    ["of the default", []],
    ["beside an HTTPS listener", [listeners("HTTPS", "HTTP")]],
    ["beside a policy of the name in the line", [{ policies: { clients: on("gateway", { retry: { attempts: 2 } }) } }]],
    ["with a listener whose name has a dash", [{ gateway: { listeners: { "in-the-open": { port: 81 } } } }]],
    ["beside a plain listener of the name in the line", [{ gateway: { listeners: { https: { port: 81 } } } }]],
  ] as const) {
    it(`is closed and accepted by each of the lines, ${what}`, () => {
      for (const name of BOTH) {
        const [, remedy = ""] =
          said(over)
            .find((error) => error.includes(` does not name ${name}, `))
            ?.split(" | ") ?? [];
        const lines = remedy.split("\n");
        assert.equal(lines.length, 3);
        for (const line of lines) {
          const [, configuration = ""] = /: (\w+: \{.*\})$/.exec(line) ?? [];
          const closing = JSON.parse(runInNewContext(`JSON.stringify({${configuration}})`) as string) as PlainObject;
          const left = said([...over, closing]);
          assert.ok(!left.some((error) => error.includes(` does not name ${name}, `)), `${line}\n${left.join("\n")}`);
        }
      }
    });
  }

  it("is closed where a person has opened it", () => {
    const over = [
      service("ClusterIP"),
      patches({ type: "NodePort" }),
      listeners("HTTPS"),
      policies(on("gateway", apiKeys({ mode: "Optional" }))),
      { gateway: { insecure: ["plainHttp"] } },
    ];
    const handWritten = selecting({ "app.kubernetes.io/name": PROXY }, { type: "LoadBalancer" });
    assert.deepEqual(said(over, handWritten), [
      [
        "[plainHttp] does not name unauthenticated, yet from outside of the cluster anybody can use HTTPRoute openai, HTTPRoute mcp without credentials: the Service of the Gateway agentgateway-proxy is a NodePort (gateway with patches.AgentgatewayParameters/default-parameters); the Service mine is a LoadBalancer (k8s/base/mine.yaml)",
        [
          "Let policies.p-0 refuse them: by mode Strict, or by failureMode FailClosed.",
          "Or keep the gateway inside of the cluster: type ClusterIP, and no externalIPs, in patches.AgentgatewayParameters/default-parameters, and type ClusterIP, and no externalIPs, in k8s/base/mine.yaml, Service mine",
          'Or accept it by name: gateway: { insecure: ["plainHttp", "unauthenticated"] }',
        ].join("\n"),
      ].join(" | "),
    ]);
  });

  it("is closed in patches and files that have listeners of their own", () => {
    const listeners = [{ name: "http", port: 80, protocol: "HTTP" }];
    const remedies = said(
      [
        { patches: { "Gateway/agentgateway-proxy": { spec: { listeners } } } },
        { gateway: { insecure: ["unauthenticated"], service: { type: "ClusterIP" } } },
      ],
      edge("HTTP"),
    );
    assert.deepEqual(remedies, [
      [
        "[unauthenticated] does not name plainHttp, yet from outside of the cluster requests arrive in plain text at the listener a (port 80): the Service of the Gateway edge is a LoadBalancer (k8s/base/mine.yaml)",
        [
          "Give the listener a protocol HTTPS and a certificate: k8s/base/mine.yaml, Gateway edge.",
          "Or keep the gateway inside of the cluster: an AgentgatewayParameters with service.spec.type ClusterIP for k8s/base/mine.yaml, Gateway edge",
          'Or accept it by name: gateway: { insecure: ["unauthenticated", "plainHttp"] }',
        ].join("\n"),
      ].join(" | "),
    ]);
    const [open = ""] = said([
      { patches: { "Gateway/agentgateway-proxy": { spec: { listeners } } } },
      { gateway: { insecure: ["unauthenticated"] } },
    ]);
    assert.match(
      open,
      /Give the listener http protocol HTTPS and a certificate: gateway with patches\.Gateway\/agentgateway-proxy, Gateway agentgateway-proxy\./,
    );
  });

  it("is nothing of prod as it is shipped, and all that dev names", () => {
    const { environments } = describeFixture();
    const stack = (name: string) => environments.find((each) => each.name === name)!;
    assert.deepEqual(stack("prod").gateway.insecure, []);
    assert.deepEqual(errorsInObjects(stack("prod")), []);
    const dev = stack("dev");
    assert.deepEqual(
      errorsInObjects({ ...dev, gateway: { ...dev.gateway, insecure: [] } }).length,
      dev.gateway.insecure.length,
    );
  });
});
