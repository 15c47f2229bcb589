import assert from "node:assert/strict";
import { AgentGateway } from "../../../../components";
import { environmentFiles } from "../../../../components/environment";
import type { PlainObject } from "../../../../core/merge";
import { errorsInObjects } from "../../../../checks";
import { plainListeners } from "../../../../checks/plainListeners";
import { backendRef, errorsOf, match, route } from "../../../../dev/support/checks";
import { environment } from "../../../../dev/support/environment";

const https = { port: 443, protocol: "HTTPS" as const, tls: { existingSecret: "own" } };
const providers = { llmProviders: { openai: { provider: "openai" } }, mcpServers: { tools: { image: "i" } } };
const described = (listeners: PlainObject) => environment({ ...providers, gateway: { listeners } });
const objectsOf = (listeners: PlainObject) => environmentFiles(described(listeners)).flatMap(({ objects }) => objects);
const routesOf = (listeners: PlainObject) => objectsOf(listeners).filter(({ kind }) => kind === "HTTPRoute");

const GATEWAY = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "agentgateway-proxy" };

describe("a listener that redirects", () => {
  it("has one route, which leads to the same host and path with TLS", () => {
    const [first] = routesOf({ http: { port: 80, redirect: "https" }, https }).filter(({ metadata }) =>
      metadata.name.endsWith("redirect"),
    );
    assert.deepEqual(first, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "agentgateway-proxy-http-redirect" },
      spec: {
        parentRefs: [{ ...GATEWAY, sectionName: "http" }],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
          },
        ],
      },
    });
  });

  it("names the port of the other one, where that is not what https means", () => {
    const [redirect] = routesOf({ http: { port: 80, redirect: "https" }, https: { ...https, port: 8443 } });
    assert.match(JSON.stringify(redirect), /"requestRedirect":{"scheme":"https","port":8443,"statusCode":301}/);
  });

  it("serves no other route: those are at each of the other listeners", () => {
    const listeners = { http: { port: 80, redirect: "https" }, https, other: { port: 8080 } };
    const others = routesOf(listeners).filter(({ metadata }) => !metadata.name.endsWith("redirect"));
    assert.deepEqual(
      others.map(({ metadata, spec }) => [metadata.name, (spec as { parentRefs: object }).parentRefs]),
      ["openai", "mcp"].map((name) => [name, ["https", "other"].map((sectionName) => ({ ...GATEWAY, sectionName }))]),
    );
  });

  it("changes nothing where none redirects", () => {
    for (const { metadata, spec } of routesOf({ http: { port: 80 }, https }))
      assert.deepEqual((spec as { parentRefs: object }).parentRefs, [GATEWAY], metadata.name);
  });

  it("is not one at which requests arrive in plain text", () => {
    const names = (listeners: PlainObject) => plainListeners(objectsOf(listeners)).map(({ name }) => name);
    assert.deepEqual(names({ http: { port: 80, redirect: "https" }, https }), []);
    assert.deepEqual(names({ http: { port: 80 }, https }), ["http"]);
    const redirecting = described({ http: { port: 80, redirect: "https" }, https });
    assert.deepEqual(
      errorsInObjects({ ...redirecting, gateway: { ...redirecting.gateway, insecure: ["unauthenticated"] } }),
      [],
    );
  });

  it("is one, as soon as a route by hand names no listener", () => {
    const gateway = { listeners: { http: { port: 80, redirect: "https" }, https }, insecure: ["unauthenticated"] };
    const byHand = route({ rule: { matches: [match("/mine")], backendRefs: [backendRef("openai")] } });
    const [error = "", ...rest] = errorsOf({ ...providers, gateway }, byHand);
    assert.match(error, /does not name plainHttp.*at the listener http \(port 80\)/s);
    assert.deepEqual(rest, []);
  });

  it("is refused where routes are components of their own", () => {
    assert.throws(
      () => new AgentGateway("g", { listeners: { http: { port: 80, redirect: "https" }, https } }),
      /listeners\.http\.redirect: has no effect on routes that are components of their own/,
    );
  });
});
