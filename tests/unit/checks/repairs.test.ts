import assert from "node:assert/strict";
import { inventory, renderedItems } from "../../../checks/inventory";
import { readManifests } from "../../../checks/manifest";
import { repairsOf } from "../../../checks/repairs";
import { resultOf } from "../../../checks/repairs/repair";
import { backend, documents, FILE, manifest, mcp, route, service, sound } from "../../../dev/support/checks";
import { environment } from "../../../dev/support/environment";
import type { PlainObject } from "../../../core/merge";

/** The repairs of a file: object and field, and the value that it gets. */
function repairs(text: string, over: PlainObject = {}): string[] {
  const desired = environment({ ...sound, ...over });
  const { items } = readManifests([{ path: FILE, text }]);
  return repairsOf(inventory(desired, [...renderedItems(desired), ...items])).map((repair) =>
    [`${repair.item.object.kind} ${repair.field}`, resultOf(repair)].filter(Boolean).join(" = "),
  );
}

const gatewayRef = (name: string) => ({ group: undefined, kind: undefined, name });

describe("repairs of files that a person wrote", () => {
  const cases: [title: string, text: string, expected: string[], over?: PlainObject][] = [
    [
      "what kubectl shows of a Deployment",
      manifest("apps/v1", "Deployment", {
        metadata: {
          name: "mine",
          namespace: "default",
          uid: "u",
          resourceVersion: "7",
          generation: 3,
          creationTimestamp: "2026-01-01T00:00:00Z",
          managedFields: [],
          annotations: {
            "deployment.kubernetes.io/revision": "1",
            "kubectl.kubernetes.io/last-applied-configuration": "{}",
            mine: "stays",
          },
        },
        spec: { template: { metadata: { creationTimestamp: null, labels: { a: "b" } } } },
        status: { replicas: 1 },
      }),
      [
        "Deployment status",
        "Deployment metadata.managedFields",
        "Deployment metadata.resourceVersion",
        "Deployment metadata.uid",
        "Deployment metadata.creationTimestamp",
        "Deployment metadata.generation",
        "Deployment metadata.annotations.kubectl.kubernetes.io/last-applied-configuration",
        "Deployment metadata.annotations.deployment.kubernetes.io/revision",
        "Deployment spec.template.metadata.creationTimestamp",
        "Deployment metadata.namespace",
      ],
    ],
    [
      "what kubectl shows of a Service",
      manifest("v1", "Service", { spec: { clusterIP: "10.0.0.7", clusterIPs: ["10.0.0.7"], ports: [{ port: 80 }] } }),
      ["Service spec.clusterIP", "Service spec.clusterIPs"],
    ],
    ["a Service without an address by choice", manifest("v1", "Service", { spec: { clusterIP: "None" } }), []],
    [
      "namespaces of examples, where the object is here",
      documents(
        route({
          parent: { namespace: "agentgateway-system" },
          rule: { backendRefs: [{ ...service("tools"), namespace: "default" }] },
        }),
      ),
      ["HTTPRoute spec.parentRefs[0].namespace", "HTTPRoute spec.rules[0].backendRefs[0].namespace"],
    ],
    [
      "the namespace of what stands beside it",
      documents(
        manifest("v1", "Service", {
          metadata: { name: "httpbin", namespace: "httpbin" },
          spec: { ports: [{ port: 80 }] },
        }),
        route({ rule: { backendRefs: [{ ...service("httpbin"), namespace: "httpbin" }] } }),
      ),
      ["Service metadata.namespace", "HTTPRoute spec.rules[0].backendRefs[0].namespace"],
    ],
    [
      "no namespace of a Service that is elsewhere",
      route({ rule: { backendRefs: [{ ...service("ollama"), namespace: "models" }] } }),
      [],
    ],
    [
      "no namespace of a Service that is elsewhere too",
      route({ rule: { backendRefs: [{ ...service("tools"), namespace: "models" }] } }),
      [],
    ],
    [
      "the namespace of a certificate that the stack has",
      manifest("gateway.networking.k8s.io/v1", "ListenerSet", {
        spec: {
          parentRef: { name: "agentgateway", namespace: "default" },
          listeners: [{ name: "a", port: 443, tls: { certificateRefs: [{ name: "cert", namespace: "default" }] } }],
        },
      }),
      [
        "ListenerSet spec.parentRef.name = agentgateway-proxy",
        "ListenerSet spec.parentRef.namespace",
        "ListenerSet spec.listeners[0].tls.certificateRefs[0].namespace",
      ],
      { existingSecrets: ["cert"] },
    ],
    [
      "the Gateway of an example",
      route({ parent: gatewayRef("http") }),
      ["HTTPRoute spec.parentRefs[0].name = agentgateway-proxy"],
    ],
    [
      "the Gateway of an example in its namespace",
      route({ parent: { ...gatewayRef("http"), namespace: "agentgateway-system" } }),
      ["HTTPRoute spec.parentRefs[0].name = agentgateway-proxy", "HTTPRoute spec.parentRefs[0].namespace"],
    ],
    ["no Gateway of another namespace", route({ parent: { ...gatewayRef("http"), namespace: "infra" } }), []],
    ["no Gateway by a name that may be misspelt", route({ parent: gatewayRef("agentgatway-proxy") }), []],
    [
      "no Gateway where there are two",
      documents(
        route({ parent: gatewayRef("http") }),
        manifest("gateway.networking.k8s.io/v1", "Gateway", { spec: {} }),
      ),
      [],
    ],
    [
      "nothing of a ReferenceGrant in a namespace of others",
      manifest("gateway.networking.k8s.io/v1", "ReferenceGrant", {
        metadata: { name: "mine", namespace: "models" },
        spec: {},
      }),
      [],
    ],
    [
      "the host of a Service of the environment",
      documents(
        backend({ ai: { provider: { openai: {}, host: "tools.default.svc.cluster.local", port: 80 } } }),
        backend({ ai: { provider: { openai: {}, host: "vllm.agentgateway-test.svc", port: 80 } } }, "unknown"),
        backend({ ai: { provider: { openai: {}, host: "vllm.models.svc.cluster.local", port: 80 } } }, "elsewhere"),
        backend(mcp({ name: "a", static: { host: "tools.default.svc.cluster.local", port: 80 } }), "referring"),
        backend(mcp({ name: "a", static: { host: "gone.agentgateway-test.svc", port: 80 } }), "lost"),
      ),
      [
        "AgentgatewayBackend spec.ai.provider.host = tools",
        "AgentgatewayBackend spec.ai.provider.host = vllm",
        "AgentgatewayBackend spec.mcp.targets[0].static.host = backendRef: { name: tools }",
      ],
    ],
    ["nothing that a builder made", "# nothing\n", []],
  ];
  for (const [title, text, expected, over] of cases) {
    it(`are about ${title}`, () => assert.deepEqual(repairs(text, over), expected));
  }
});
