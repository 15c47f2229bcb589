import assert from "node:assert/strict";
import { a2aAgent, agentSecret } from "../../../../components/a2a/build";
import { a2aAgentSpec } from "../../../../components/a2a/spec";
import { SecretValue } from "../../../../core/secret";
import { a2aBackend, a2aRoute, cardPolicy, rulesAtRoot, toBackend } from "../../../../dev/support/a2aObjects";

const created = (input: object) => a2aAgent("planner", a2aAgentSpec.parse(input), "gw");

describe("an A2A agent", () => {
  it("is named as A2A by its Service port, and finds its card at its own root", () => {
    const [deployment, service, clients, ...rest] = created({ image: "example.com/planner:1", path: "/a2a" });
    assert.deepEqual([deployment?.kind, clients?.kind], ["Deployment", "NetworkPolicy"]);
    assert.deepEqual((service?.spec as { ports: unknown }).ports, [
      { name: "http", port: 9090, targetPort: 9090, protocol: "TCP", appProtocol: "agentgateway.dev/a2a" },
    ]);
    const toService = { group: "", kind: "Service", name: "planner", port: 9090 };
    assert.deepEqual(rest, [cardPolicy("a2a"), a2aRoute("a2a", rulesAtRoot("/a2a", toService))]);
  });

  it("that is there already is a route to its Service", () => {
    const service = { group: "", kind: "Service", name: "team-planner", port: 8080 };
    assert.deepEqual(created({ service: { name: "team-planner", port: 8080 } }), [
      cardPolicy("planner"),
      a2aRoute("planner", rulesAtRoot("/planner", service)),
    ]);
  });

  it("in another namespace is a backend by its host there, and needs neither a grant nor a mark of its port", () => {
    const service = { name: "kagent-controller", namespace: "kagent", port: 8083 };
    const host = "kagent-controller.kagent.svc.cluster.local";
    const rest = [cardPolicy("planner"), a2aRoute("planner", rulesAtRoot("/planner", toBackend))];
    assert.deepEqual(created({ service }), [a2aBackend({ a2a: { host, port: 8083 } }), ...rest]);
    const [backend] = created({ service, passthrough: true });
    assert.deepEqual(backend, a2aBackend({ a2a: { host, port: 8083 }, policies: { auth: { passthrough: {} } } }));
  });

  it("on another host is called by a key in a Secret that someone else makes", () => {
    const remote = { host: "agents.example.com" };
    const [, ...ofKey] = created({ ...remote, apiKey: true });
    const [backend, ...rest] = created({ ...remote, existingSecret: "theirs" });
    assert.deepEqual(
      backend,
      a2aBackend({
        a2a: { host: "agents.example.com", port: 443 },
        policies: { tls: {}, auth: { secretRef: { name: "theirs" } } },
      }),
    );
    assert.deepEqual(rest, ofKey);
  });

  it("on another host is a backend that is named as A2A, and a route to it", () => {
    const route = a2aRoute("planner", rulesAtRoot("/planner", toBackend));
    assert.deepEqual(created({ host: "agents.example.com" }), [
      a2aBackend({ a2a: { host: "agents.example.com", port: 443 }, policies: { tls: {} } }),
      cardPolicy("planner"),
      route,
    ]);
    assert.deepEqual(created({ host: "agents.example.com", port: 8080, tls: false }), [
      a2aBackend({ a2a: { host: "agents.example.com", port: 8080 } }),
      cardPolicy("planner"),
      route,
    ]);
  });

  it("has a Secret where it has something secret", () => {
    const secret = (input: object) => agentSecret("planner", a2aAgentSpec.parse(input));
    assert.deepEqual(secret({ image: "i", secrets: { TOKEN: true } }), {
      name: "planner-secret",
      entries: [{ path: "agents.planner.secrets.TOKEN", key: "TOKEN", value: undefined, required: true }],
    });
    const key = new SecretValue("k");
    assert.deepEqual(secret({ host: "agents.example.com", apiKey: key }), {
      name: "planner-secret",
      entries: [{ path: "agents.planner.apiKey", key: "Authorization", value: key, required: true }],
    });
    assert.deepEqual(secret({ host: "agents.example.com", apiKey: true }), {
      name: "planner-secret",
      entries: [{ path: "agents.planner.apiKey", key: "Authorization", value: undefined, required: true }],
    });
    assert.equal(secret({ image: "i" }), undefined);
    assert.equal(secret({ image: "i", secrets: { TOKEN: key }, existingSecret: "theirs" }), undefined);
    assert.equal(secret({ host: "agents.example.com", apiKey: true, existingSecret: "theirs" }), undefined);
    assert.equal(secret({ host: "agents.example.com" }), undefined);
  });
});
