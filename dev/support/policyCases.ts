import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";

/** What a rule must find, and what it must let pass. */
export interface PolicyCase {
  rule: string;
  what: string;
  objects: KubernetesObject[];
  /** Parts of the messages, in the order of the objects. None: it passes. */
  expected: string[];
  settings?: PlainObject;
}

type Rest = Record<string, unknown>;

const object = (apiVersion: string, kind: string, name: string, rest: Rest = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

const safe = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const IMAGE = "example.com/tools:1.2.0";
const container = (more: Rest = {}) => ({ name: "main", image: IMAGE, securityContext: safe, ...more });

const deployment = (name: string, more: Rest = {}, pod: Rest = {}, spec: Rest = {}) =>
  object("apps/v1", "Deployment", name, {
    spec: {
      replicas: 2,
      ...spec,
      template: { metadata: { labels: { app: name } }, spec: { containers: [container(more)], ...pod } },
    },
  });
const budget = (app: string) =>
  object("policy/v1", "PodDisruptionBudget", app, { spec: { minAvailable: 1, selector: { matchLabels: { app } } } });
const scaler = (name: string, minReplicas: number) =>
  object("autoscaling/v2", "HorizontalPodAutoscaler", name, {
    spec: { scaleTargetRef: { kind: "Deployment", name }, minReplicas },
  });

const role = (rule: Rest, kind = "ClusterRole") =>
  object("rbac.authorization.k8s.io/v1", kind, "reader", {
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"], ...rule }],
  });
const project = (spec: Rest) =>
  object("argoproj.io/v1alpha1", "AppProject", "team", {
    spec: { sourceRepos: ["https://git.example.com/a.git"], destinations: [{ name: "prod", namespace: "a" }], ...spec },
  });

const listener = (name: string, protocol = "HTTPS") => ({ name, port: 443, protocol });
const gateway = (...listeners: object[]) =>
  object("gateway.networking.k8s.io/v1", "Gateway", "gate", {
    spec: { infrastructure: { parametersRef: { name: "parameters" } }, listeners },
  });
const moreListeners = object("gateway.networking.k8s.io/v1", "ListenerSet", "more", {
  spec: { parentRef: { name: "gate" }, listeners: [listener("c")] },
});
const parameters = (spec: Rest) =>
  object("agentgateway.dev/v1alpha1", "AgentgatewayParameters", "parameters", { spec });
const route = (parent: Rest = {}, rule: Rest = {}) =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", "chat", {
    spec: { parentRefs: [{ name: "gate", ...parent }], rules: [{ backendRefs: [{ name: "chat" }], ...rule }] },
  });
const policy = (target: Rest, traffic: Rest) =>
  object("agentgateway.dev/v1alpha1", "AgentgatewayPolicy", "who", { spec: { targetRefs: [target], traffic } });
const backend = (host: string) =>
  object("agentgateway.dev/v1alpha1", "AgentgatewayBackend", "tools", {
    spec: { mcp: { targets: [{ name: "a", static: { host } }] } },
  });

const onGateway = { kind: "Gateway", name: "gate" };
const onRoute = { kind: "HTTPRoute", name: "chat" };
const two = gateway(listener("a"), listener("b"));
const env = (name: string, value: string) => deployment("tools", { env: [{ name, value }] });
const inlineKey = { provider: { openai: {} }, policies: { auth: { key: "whatever" } } };

const plaintextSecrets: Omit<PolicyCase, "rule">[] = [
  {
    what: "a Secret with contents",
    objects: [object("v1", "Secret", "a", { data: { k: "dg==" } })],
    expected: ["holds secret data in the open"],
  },
  {
    what: "credentials in variables, by their name or their form",
    objects: [
      env("OPENAI_API_KEY", "anything"),
      env("URL", "https://me:hunter2@example.com"),
      env("A", "sk-proj-0123456789abcdefghij"),
      env("B", "AKIAIOSFODNN7EXAMPLE"),
      env("C", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
    expected: [
      "is the value of OPENAI_API_KEY, in the open",
      "a password in a URL",
      "an API key",
      "an AWS access key",
      "a private key",
    ],
  },
  {
    what: "a key inside of a backend",
    objects: [object("agentgateway.dev/v1alpha1", "AgentgatewayBackend", "a", { spec: { ai: inlineKey } })],
    expected: ["spec.ai.policies.auth.key is a credential"],
  },
  {
    what: "references to Secrets, and values that are none",
    objects: [
      env("LOG_LEVEL", "info"),
      env("TOKEN", "$(TOKEN_OF_SECRET)"),
      env("TOKENIZER_MODEL", "cl100k"),
      deployment("a", { env: [{ name: "API_KEY", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }),
    ],
    expected: [],
  },
];

const images: Omit<PolicyCase, "rule">[] = [
  {
    what: "tags that move, and none",
    objects: ["a:latest", "example.com:5000/a", "a:main", "a:v1"].map((image) => deployment("a", { image })),
    expected: ["has the tag latest", "has no tag", "has the tag main", "has the tag v1"],
  },
  {
    what: "an init container and the proxy",
    objects: [
      deployment("a", {}, { initContainers: [container({ image: "a:edge" })] }),
      parameters({ image: { tag: "latest" } }),
    ],
    expected: ["initContainers[0].image has the tag edge", "agentgateway:latest"],
  },
  {
    what: "versions, dates, commits and digests",
    objects: ["1.2", "v1.2.3-rc.1", "2026-01-31", "0123abc", `x@sha256:${"0".repeat(64)}`].map((tag) =>
      deployment("a", { image: `example.com/a:${tag}` }),
    ),
    expected: [],
  },
  {
    what: "a version where digests are required",
    objects: [deployment("a")],
    settings: { digest: true },
    expected: ["without its digest"],
  },
  {
    what: "an excepted image",
    objects: [deployment("a", { image: "a:latest" })],
    settings: { except: { "a:latest": "because of the test" } },
    expected: [],
  },
];

const STRANGERS = "lets in anybody who can reach the gateway";

const authentication: Omit<PolicyCase, "rule">[] = [
  { what: "a route without any policy", objects: [two, route()], expected: [STRANGERS] },
  {
    what: "a policy of another kind, or that lets strangers pass",
    objects: [two, route(), policy(onRoute, { jwtAuthentication: { mode: "Optional" }, cors: {} })],
    expected: [STRANGERS],
  },
  {
    what: "a route that admits clients that its gateway would refuse",
    objects: [
      two,
      route(),
      policy(onGateway, { apiKeyAuthentication: {} }),
      policy(onRoute, { apiKeyAuthentication: { mode: "Permissive" } }),
    ],
    expected: [STRANGERS],
  },
  {
    what: "a policy for one of two listeners",
    objects: [two, route(), policy({ ...onGateway, sectionName: "a" }, { basicAuthentication: {} })],
    expected: [STRANGERS],
  },
  {
    what: "a service that is skipped when it is out of reach",
    objects: [two, route(), policy(onRoute, { extAuth: { failureMode: "FailOpen" } })],
    expected: [STRANGERS],
  },
  {
    what: "a policy for the gateway",
    objects: [two, route(), policy(onGateway, { jwtAuthentication: { mode: "Strict" } })],
    expected: [],
  },
  {
    what: "a policy for the listener of the route",
    objects: [
      two,
      route({ sectionName: "a" }),
      policy({ ...onGateway, sectionName: "a" }, { basicAuthentication: { mode: "Strict" } }),
    ],
    expected: [],
  },
  {
    what: "a policy for the rule, a service that decides, and a redirect",
    objects: [
      two,
      route({}, { name: "only" }),
      policy({ ...onRoute, sectionName: "only" }, { extAuth: { backendRef: { name: "who" } } }),
    ],
    expected: [],
  },
  {
    what: "a route of a ListenerSet, of which its gateway's listeners know nothing",
    objects: [
      two,
      moreListeners,
      route({ kind: "ListenerSet", name: "more" }),
      policy({ ...onGateway, sectionName: "a" }, { apiKeyAuthentication: {} }),
    ],
    expected: [STRANGERS],
  },
  {
    what: "a policy for the ListenerSet of the route",
    objects: [
      two,
      moreListeners,
      route({ kind: "ListenerSet", name: "more" }),
      policy({ kind: "ListenerSet", name: "more" }, { apiKeyAuthentication: {} }),
    ],
    expected: [],
  },
  {
    what: "a policy for the gateway of a ListenerSet",
    objects: [
      two,
      moreListeners,
      route({ kind: "ListenerSet", name: "more" }),
      policy(onGateway, { apiKeyAuthentication: {} }),
    ],
    expected: [],
  },
  { what: "a route that leads nowhere", objects: [two, route({}, { backendRefs: undefined })], expected: [] },
];

/** Cases by rule: each rule has some in which it finds something, and some in which it must not. */
const cases: Record<string, Omit<PolicyCase, "rule">[]> = {
  "no-plaintext-secret": plaintextSecrets,
  "no-namespaced-host": [
    {
      what: "full names of Services",
      objects: [backend("tools.team-a.svc.cluster.local"), env("URL", "http://tools.team-a.svc:8080/mcp")],
      expected: [", which names a namespace", ", which names a namespace"],
    },
    {
      what: "names of Services, hosts elsewhere, and clusters of Argo CD",
      objects: [
        backend("mcp.example.com"),
        env("URL", "http://tools:8080/mcp"),
        project({ destinations: [{ server: "https://kubernetes.default.svc", namespace: "a" }] }),
      ],
      expected: [],
    },
  ],
  "no-wildcard-rights": [
    {
      what: "a wildcard in any list",
      objects: [role({ verbs: ["*"] }), role({ resources: ["*"] }, "Role"), role({ apiGroups: ["*"] })],
      expected: [
        "rules[0].verbs allows everything there is and will ever be (*)",
        "rules[0].resources",
        "rules[0].apiGroups",
      ],
    },
    { what: "lists", objects: [role({})], expected: [] },
  ],
  "no-wildcard-project": [
    {
      what: "any repository, any cluster, any cluster-wide kind",
      objects: [
        project({ sourceRepos: ["*"] }),
        project({ destinations: [{ server: "*", namespace: "a" }] }),
        project({ clusterResourceWhitelist: [{ group: "*", kind: "*" }] }),
      ],
      expected: [
        "spec.sourceRepos is open to everything (*)",
        "spec.destinations[0].server",
        "Whitelist[0].group",
        "Whitelist[0].kind",
      ],
    },
    { what: "lists", objects: [project({})], expected: [] },
  ],
  "no-privileged-workload": [
    {
      what: "rights on the node",
      objects: [
        deployment("a", { securityContext: { ...safe, privileged: true } }),
        deployment("a", {}, { hostNetwork: true }),
        deployment("a", {}, { volumes: [{ name: "root", hostPath: { path: "/" } }] }),
        deployment("a", { securityContext: { allowPrivilegeEscalation: false } }),
        deployment("a", { securityContext: { capabilities: { drop: ["ALL"] } } }),
      ],
      expected: ["privileged", "hostNetwork", "volumes[0].hostPath", "capabilities", "allowPrivilegeEscalation"],
    },
    { what: "a container without rights", objects: [deployment("a")], expected: [] },
  ],
  "pinned-images": images,
  replicas: [
    {
      what: "one replica, said or not, or after scaling down",
      objects: [
        deployment("a", {}, {}, { replicas: 1 }),
        deployment("b", {}, {}, { replicas: undefined }),
        deployment("c", {}, {}, { replicas: 3 }),
        scaler("c", 1),
        gateway(listener("a")),
      ],
      expected: ["Gateway gate has 1 replica", "Deployment a has 1", "Deployment b has 1", "Deployment c has 1"],
    },
    {
      what: "more",
      objects: [
        deployment("a"),
        deployment("b", {}, {}, { replicas: undefined }),
        scaler("b", 2),
        gateway(listener("a")),
        parameters({ horizontalPodAutoscaler: { spec: { minReplicas: 2 } } }),
      ],
      expected: [],
    },
    {
      what: "fewer than a stack asks for",
      objects: [gateway(listener("a")), parameters({ deployment: { spec: { replicas: 2 } } })],
      settings: { minimum: 3 },
      expected: ["has 2 replicas, and 3 are asked"],
    },
  ],
  "disruption-budgets": [
    {
      what: "replicas without a budget, or with that of another",
      objects: [deployment("a"), budget("b"), gateway(listener("a")), parameters({})],
      expected: [
        "Gateway gate has no PodDisruptionBudget: a drain of nodes may take all replicas at once",
        "Deployment a has no",
      ],
    },
    {
      what: "budgets, and a workload of one replica",
      objects: [
        deployment("a"),
        budget("a"),
        deployment("b", {}, {}, { replicas: 1 }),
        gateway(listener("a")),
        parameters({ podDisruptionBudget: { spec: { minAvailable: 1 } } }),
      ],
      expected: [],
    },
  ],
  "tls-listeners": [
    {
      what: "listeners that encrypt nothing",
      objects: [gateway(listener("a", "HTTP"), listener("b"), listener("c", "TCP"))],
      expected: [
        "spec.listeners[0].protocol is HTTP, so what clients send to port 443 can be read",
        "spec.listeners[2].protocol is TCP",
      ],
    },
    { what: "listeners with TLS", objects: [gateway(listener("a"), listener("b", "TLS"))], expected: [] },
    {
      what: "an excepted listener",
      objects: [gateway(listener("a", "HTTP"))],
      settings: { except: { "gate/a": "TLS ends at the load balancer" } },
      expected: [],
    },
  ],
  "authenticated-routes": authentication,
};

export const POLICY_CASES: PolicyCase[] = Object.entries(cases).flatMap(([rule, list]) =>
  list.map((each) => ({ rule, ...each })),
);
