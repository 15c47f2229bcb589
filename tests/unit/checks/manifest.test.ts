import assert from "node:assert/strict";
import {
  backend,
  errorsOf,
  FILE,
  manifest,
  match,
  policy,
  route,
  service,
  sound,
  testCases,
  inRoute,
  inBackend,
  inPolicy,
  documents,
  targets,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

const wrong: Wrong[] = [
  [
    "a Secret in Git",
    {},
    manifest("v1", "Secret", { stringData: { key: "canary-2718281828" } }),
    [
      `${FILE}, Secret mine | holds secret data, and Git must not (base64 is no encryption) | Remove it, and revoke what was in it. Keys are the stack's configuration; others are existingSecrets.`,
    ],
  ],
  [
    "secrets in plain text, which it does not show",
    {},
    documents(
      backend({ static: { host: "a.example.com", port: 443 }, policies: { auth: { key: "canary-2718281828" } } }),
      policy({ traffic: { basicAuthentication: { users: ["a:canary-2718281828"] } } }),
    ),
    [
      "AgentgatewayBackend mine, spec.policies.auth.key",
      "AgentgatewayPolicy mine, spec.traffic.basicAuthentication.users",
    ].map(
      (where) =>
        `${FILE}, ${where} | is a secret in plain text, and Git must not hold one | Refer to a Secret by secretRef, and revoke what was here.`,
    ),
  ],
  [
    "kinds that Argo CD may not deploy",
    {},
    documents(
      manifest("batch/v1", "Job"),
      manifest("external-secrets.io/v1", "ClusterSecretStore"),
      manifest("rbac.authorization.k8s.io/v1", "Role"),
      manifest("argoproj.io/v1alpha1", "Application"),
      manifest("gateway.networking.k8s.io/v1", "GatewayClass"),
      manifest("agentgateway.dev/v1alpha1", "AgentgatewayModel"),
    ),
    [
      `${FILE}, Job mine | is of a kind that Argo CD may not deploy here (batch/v1 Job) | Allow it in Pulumi.<stack>.yaml: agentgateway-infra:allowedKinds: { Job.batch: {} }. Or for all stacks, in platform.ts. Or deploy it elsewhere.`,
      `${FILE}, ClusterSecretStore mine | is of a kind that Argo CD may not deploy here (external-secrets.io/v1 ClusterSecretStore) | Allow it in Pulumi.<stack>.yaml: agentgateway-infra:allowedKinds: { ClusterSecretStore.external-secrets.io: { clusterWide: [mine] } }. Or for all stacks, in platform.ts. Or deploy it elsewhere.`,
      `${FILE}, Role mine | is of a kind that Argo CD may not deploy here (rbac.authorization.k8s.io/v1 Role) | Remove it: it would let a commit give rights to anybody. Have whoever administers the cluster deploy it, beside this program.`,
      `${FILE}, Application mine | is of a kind that Argo CD may not deploy here (argoproj.io/v1alpha1 Application) | Remove it: it would let a commit deploy to other places, with the rights of Argo CD. Put what it deploys under k8s/base, or have another repository deploy it.`,
      `${FILE}, GatewayClass mine | is of a kind that Argo CD may not deploy here (gateway.networking.k8s.io/v1 GatewayClass) | The controller makes the GatewayClass.`,
      `${FILE}, AgentgatewayModel mine | is of a kind that the controller does not serve by default | Turn it on: agentgateway-infra:controlPlane: { values: { agentgatewayModels: { enabled: true } } }. Or write an AgentgatewayBackend.`,
    ],
  ],
  [
    "a grant that would open another namespace than it says",
    {},
    manifest("gateway.networking.k8s.io/v1", "ReferenceGrant", {
      metadata: { name: "mine", namespace: "models" },
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "agentgateway-test" }],
        to: [{ group: "", kind: "Service" }],
      },
    }),
    [
      `${FILE}, ReferenceGrant mine, metadata.namespace | "models" is not where it will be: it would open the environment's own namespace | Have whoever owns the namespace apply it there: kubectl apply -n models -f <file>. Keep the file elsewhere.`,
    ],
  ],
  [
    "a cluster-wide object that the stack does not name",
    { allowedKinds: { "ClusterSecretStore.external-secrets.io": { clusterWide: ["vault"] } } },
    manifest("external-secrets.io/v1", "ClusterSecretStore"),
    [
      `${FILE}, ClusterSecretStore mine | is none of the ClusterSecretStore.external-secrets.io that Argo CD may deploy (vault) | Add its name: agentgateway-infra:allowedKinds: { ClusterSecretStore.external-secrets.io: { clusterWide: [vault, mine] } }.`,
    ],
  ],
  [
    "an allowed kind's namesake of another group",
    { allowedKinds: { "Issuer.cert-manager.io": {} } },
    manifest("example.com/v1", "Issuer"),
    [
      `${FILE}, Issuer mine | is of a kind that Argo CD may not deploy here (example.com/v1 Issuer) | Allow it in Pulumi.<stack>.yaml: agentgateway-infra:allowedKinds: { Issuer.example.com: {} }. Or for all stacks, in platform.ts. Or deploy it elsewhere.`,
    ],
  ],
  [
    "what the installed versions do not do",
    {},
    documents(
      policy({ ...targets("Service", "tools"), backend: { tcp: {} } }),
      backend({ ai: { groups: [{ providers: [{ name: "a" }] }, { providers: [{ name: "a" }] }] } }),
    ),
    [
      `${inPolicy}, spec.backend.tcp | is accepted, but the controller of this version ignores it | Remove it.`,
      `${inBackend}, spec.ai.groups[1].providers[0].name | "a" is the name of another provider of this backend | Rename one.`,
    ],
  ],
  [
    "variables where only a name or a number can be",
    {},
    [
      "apiVersion: v1",
      "kind: List",
      "items:",
      ...[
        `- ${manifest("apps/v1", "Deployment", { spec: { containers: [{ image: "${REGISTRY}/a:1", name: "a" }] } })}`,
        `- ${route({ hostnames: ["a.example.com", "$DOMAIN"], rule: { backendRefs: [service("<your-service>")] } })}`,
        `- ${backend({ static: { host: "{{ .Values.host }}", port: 80 } })}`,
      ],
    ].join("\n"),
    [
      `${inRoute}, spec.rules[0].backendRefs[0].name | "<your-service>" is no Service of the environment | There are: agentgateway-proxy, tools. A Service that is made elsewhere stands in existingServices, with its ports.`,
      ...[
        [4, "Deployment mine, spec.containers[0].image", "${REGISTRY}/a:1"],
        [5, "HTTPRoute mine, spec.hostnames", "$DOMAIN"],
        [5, "HTTPRoute mine, spec.rules[0].backendRefs[0].name", "<your-service>"],
        [6, "AgentgatewayBackend mine, spec.static.host", "{{ .Values.host }}"],
      ].map(
        ([line, field, value]) =>
          `${FILE}:${line}, ${field} | "${value}" has a variable that nothing fills in: it is deployed as it stands | Write its value. Where stacks differ in it, describe the object in platform.ts and Pulumi.<stack>.yaml.`,
      ),
    ],
  ],
  [
    "a date, which Kustomize would write out",
    {},
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  version: 2026-01-31\n",
    [
      `${FILE}:5 | 2026-01-31 is a date to Kustomize, which deploys "2026-01-31T00:00:00Z" | Write it in quotes: "2026-01-31".`,
    ],
  ],
  [
    "a tag that Kubernetes does not know",
    {},
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: !Ref b }\n",
    [`${FILE}:4 | has the tag !Ref, which Kubernetes does not know | Leave it out.`],
  ],
  [
    "what is not YAML",
    {},
    "# nothing\n---\nmetadata: {\n",
    [`${FILE}:4 | is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }`],
  ],
  [
    "what is no Kubernetes object",
    {},
    "# only a comment\n---\njust text\n---\nkind: ConfigMap\n",
    [
      `${FILE}:3 | is no Kubernetes object: it is no mapping of fields | Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.`,
      `${FILE}:5 | is no Kubernetes object: apiVersion is missing or no text | Files under k8s/base hold whole objects, one in a document. Other files belong elsewhere.`,
    ],
  ],
];

const right: Right[] = [
  ["no object at all", {}, "# nothing yet\n---\n"],
  [
    "variables where they are text",
    { allowedKinds: { "ExternalSecret.external-secrets.io": {} } },
    documents(
      manifest("external-secrets.io/v1", "ExternalSecret", {
        spec: { target: { template: { data: { host: "{{ .host }}" } } } },
      }),
      manifest("v1", "ConfigMap", {
        metadata: { name: "a", annotations: { host: "${HOST}" } },
        data: { host: "${HOST}", "run.sh": "curl $HOST" },
      }),
      manifest("apps/v1", "Deployment", {
        spec: { template: { spec: { containers: [{ name: "a", image: "i", args: ["${HOST}"], command: ["$RUN"] }] } } },
      }),
      route({
        rule: { matches: [match("/mine", { queryParams: [{ name: "$filter", value: "${x}", type: "Exact" }] })] },
      }),
      policy({ ...targets("Service", "tools"), traffic: { transformation: { request: { body: '"${host}"' } } } }),
    ),
  ],
  [
    "defaults that the cluster fills in",
    {},
    route({
      parent: { group: undefined, kind: undefined },
      rule: { matches: undefined, backendRefs: [{ name: "tools", port: 80 }] },
    }),
  ],
  [
    "local configuration, whatever it is",
    {},
    manifest("batch/v1", "Job", {
      metadata: { name: "a", annotations: { "config.kubernetes.io/local-config": "true" } },
    }),
  ],
  [
    "what kubectl lists",
    {},
    JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      metadata: { resourceVersion: "" },
      items: [manifest("v1", "ConfigMap"), manifest("v1", "ServiceAccount")].map((each) => JSON.parse(each) as object),
    }),
  ],
  [
    "an AgentgatewayModel, where the controller serves it",
    { controlPlane: { values: { agentgatewayModels: { enabled: true } } } },
    manifest("agentgateway.dev/v1alpha1", "AgentgatewayModel", { spec: { provider: { openai: {} } } }),
  ],
  [
    "a grant of the environment's own namespace",
    {},
    manifest("gateway.networking.k8s.io/v1", "ReferenceGrant", {
      spec: {
        from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "team-a" }],
        to: [{ group: "", kind: "Service" }],
      },
    }),
  ],
  [
    "kinds that the stack allows",
    {
      allowedKinds: {
        "ExternalSecret.external-secrets.io": {},
        "ClusterSecretStore.external-secrets.io": { clusterWide: ["vault", "mine"] },
        PersistentVolumeClaim: {},
        "StatefulSet.apps": {},
      },
    },
    documents(
      manifest("external-secrets.io/v1", "ExternalSecret"),
      manifest("external-secrets.io/v1", "ClusterSecretStore"),
      manifest("v1", "PersistentVolumeClaim"),
      manifest("apps/v1", "StatefulSet"),
    ),
  ],
];

describe("checks of objects: what a file may hold", () => {
  testCases(wrong, right);

  it("find nothing in a sound environment", () => assert.deepEqual(errorsOf(sound), []));

  it("never show what is in a Secret", () => {
    const found = errorsOf(sound, manifest("v1", "Secret", { data: { key: "canary-2718281828" } }));
    assert.equal(found.length, 1);
    assert.ok(!found.join().includes("canary"));
  });

  it("bound what a file may unfold into", () => {
    const rows = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let row = 1; row < 8; row++) {
      const [name, before] = [String.fromCharCode(97 + row), String.fromCharCode(96 + row)];
      rows.push(`${name}: &${name} [${Array(10).fill(`*${before}`).join(", ")}]`);
    }
    assert.deepEqual(errorsOf(sound, `${rows.join("\n")}\n`), [
      `${FILE}:1 | is not valid YAML: Excessive alias count indicates a resource exhaustion attack`,
    ]);
  });
});
