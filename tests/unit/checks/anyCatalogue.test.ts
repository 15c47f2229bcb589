import assert from "node:assert/strict";
import fc from "fast-check";
import { errorsIn } from "../../../checks";
import { renderedItems, inventory, type Item } from "../../../checks/inventory";
import type { KubernetesObject } from "../../../kube/object";
import { anyCatalogue } from "../../../dev/support/catalogue";
import { errorsOf } from "../../../dev/support/checks";
import { environment } from "../../../dev/support/environment";
import { runs } from "../../../dev/support/property";

describe("any catalogue", () => {
  it("is sound, whatever is in it", () => {
    fc.assert(
      fc.property(anyCatalogue, (catalogue) => assert.deepEqual(errorsOf(catalogue), [])),
      runs(50),
    );
  });

  it("is refused once one thing in it is broken", function () {
    // At least one of each concept, so that each kind of damage finds something to damage. Nobody else is at their places.
    const upstream = { host: "l-0.example.com", pathPrefix: "/v1" };
    const full = anyCatalogue.map((catalogue) => ({
      ...catalogue,
      gateway: { ...(catalogue.gateway as object), name: "agentgateway-proxy" },
      llmProviders: { "l-0": { provider: "openai", upstream }, ...(catalogue.llmProviders as object) },
      mcpServers: { "m-0": { image: "i", path: "/m-0" }, ...(catalogue.mcpServers as object) },
      agents: { "a-0": { image: "i" }, ...(catalogue.agents as object) },
    }));
    fc.assert(
      fc.property(full, fc.constantFrom(...Object.keys(damages)), fc.nat(), (catalogue, damage, pick) => {
        const [kind, break_, expected] = damages[damage] as Damage;
        const desired = environment(catalogue);
        const items = renderedItems(desired);
        const candidates = items.filter(({ object }) => object.kind === kind);
        // What the catalogue has under the names above may be of another kind.
        fc.pre(candidates.length > 0);
        const victim = candidates[pick % candidates.length] as Item;
        const broken = items.flatMap((item) =>
          item === victim ? break_(structuredClone(item.object)).map((object) => ({ ...item, object })) : [item],
        );
        assert.match(
          errorsIn(inventory(desired, broken))
            .map(({ problem }) => problem)
            .join("\n"),
          expected,
        );
      }),
      runs(100),
    );
  });
});

/** The kind of object that is damaged, what is left of it, and what is then found. */
type Damage = [string, (object: KubernetesObject) => KubernetesObject[], RegExp];

const damages: Record<string, Damage> = {
  "a Service is gone": ["Service", () => [], /is no Service of the environment/],
  "a Service has another port": [
    "Service",
    (object) => [{ ...object, spec: { ports: [{ port: 65536 }] } }],
    /is no port of the Service/,
  ],
  "a backend is gone": ["AgentgatewayBackend", () => [], /is no AgentgatewayBackend of the environment/],
  "the Gateway is gone": ["Gateway", () => [], /is no Gateway of the environment/],
  "the parameters are gone": ["AgentgatewayParameters", () => [], /is no AgentgatewayParameters of the environment/],
  "an object is there twice": ["Deployment", (object) => [object, object], /makes the same object \(Deployment/],
  "a path is there twice": ["HTTPRoute", (object) => [object, renamed(object, "other")], /has the same path/],
  "a workload has the Gateway's name": [
    "Deployment",
    (object) => [renamed(object, "agentgateway-proxy")],
    /as the controller does for the Gateway/,
  ],
  "a listener is named that is not there": [
    "Gateway",
    (object) => [object, { ...backendOf("x"), spec: { targetRefs: [listenerRef(object)] } }],
    /is no listener of the Gateway/,
  ],
  "a host names a namespace": [
    "AgentgatewayBackend",
    (object) => [
      object,
      { ...backendOf("x"), spec: { static: { host: "x.agentgateway-test.svc.cluster.local", port: 80 } } },
    ],
    /names a namespace/,
  ],
  "a backend reads a Secret of nobody": [
    "AgentgatewayBackend",
    (object) => [object, { ...backendOf("x"), spec: { policies: { auth: { secretRef: { name: "nobody-s" } } } } }],
    /is no Secret that the stack makes/,
  ],
};

function renamed(object: KubernetesObject, name: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, name } };
}

function backendOf(name: string): KubernetesObject {
  return { apiVersion: "agentgateway.dev/v1alpha1", kind: "AgentgatewayBackend", metadata: { name } };
}

function listenerRef({ metadata }: KubernetesObject): object {
  return { group: "gateway.networking.k8s.io", kind: "Gateway", name: metadata.name, sectionName: "no-such-listener" };
}
