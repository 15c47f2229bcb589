import assert from "node:assert/strict";
import { schema } from "../../../checks/schema";
import type { PlainObject } from "../../../core/merge";
import {
  backend,
  documents,
  errorsOf,
  FILE,
  inBackend,
  inRoute,
  manifest,
  policy,
  route,
} from "../../../dev/support/checks";

const GATEWAY_API = "gateway.networking.k8s.io";
const provider = { llmProviders: { openai: { provider: "openai", model: "m" } } };
const errors = (text?: string, over: PlainObject = {}) => errorsOf({ ...provider, ...over }, text, [schema]);

describe("checks of objects: the schema of their kind", () => {
  const wrong: [title: string, text: string, errors: string[]][] = [
    [
      "misspelt fields and values, each at its place",
      documents(
        route({ rule: { matchs: [], matches: [{ path: { type: "Prefix", value: 1 } }] } }),
        backend({ static: { host: "a.example.com", port: "80" } }),
      ),
      [
        `${inRoute}, spec.rules[0].matches[0].path.type | is not allowed here | There are: Exact, PathPrefix, RegularExpression.`,
        `${inRoute}, spec.rules[0].matches[0].path.value | must be a text | Write it in quotes: "1".`,
        `${inRoute}, spec.rules[0].matchs | is unknown | Did you mean "matches"?`,
        `${inBackend}, spec.static.port | must be a whole number`,
      ],
    ],
    [
      "what is missing, null, too long, out of range, repeated",
      documents(
        policy({ targetRefs: [{ kind: "Gateway", name: "g" }], traffic: { timeouts: null } }),
        manifest(`${GATEWAY_API}/v1`, "Gateway", {
          spec: {
            gatewayClassName: "",
            listeners: ["a", "a"].map((name) => ({ name, port: 70000, protocol: "HTTP", hostname: "x".repeat(254) })),
          },
        }),
      ),
      [
        `${FILE}, AgentgatewayPolicy mine, spec.targetRefs[0].group | is missing`,
        `${FILE}, AgentgatewayPolicy mine, spec.traffic.timeouts | must not be null | Leave the field out, or give it a value.`,
        `${FILE}, Gateway mine, spec.gatewayClassName | must not be empty`,
        ...[0, 1].flatMap((index) => [
          `${FILE}, Gateway mine, spec.listeners[${index}].port | must be at most 65535`,
          `${FILE}, Gateway mine, spec.listeners[${index}].hostname | must have at most 253 characters`,
        ]),
        `${FILE}, Gateway mine, spec.listeners[1] | has the name of item 0 | Items of this list must differ there.`,
      ],
    ],
    [
      "fields of the experimental channel",
      route({ rule: { retry: { attempts: 2 }, sessionPersistence: {} } }),
      ["retry", "sessionPersistence"].map(
        (field) =>
          `${inRoute}, spec.rules[0].${field} | is not in the standard channel of Gateway API, which is what is installed | ` +
          (field === "retry" ? "Say it in an AgentgatewayPolicy (traffic.retry)." : "Remove it."),
      ),
    ],
    [
      "a kind, or a version, that its release does not have",
      documents(manifest("agentgateway.dev/v1", "AgentgatewayBackend"), manifest(`${GATEWAY_API}/v1`, "HttpRoute")),
      [
        `${FILE}, AgentgatewayBackend mine | is of a kind that agentgateway 1.4.1 does not have (agentgateway.dev/v1 AgentgatewayBackend) | Did you mean "agentgateway.dev/v1alpha1 AgentgatewayBackend"?`,
        `${FILE}, HttpRoute mine | is of a kind that gateway-api v1.6.1 standard does not have (${GATEWAY_API}/v1 HttpRoute) | Did you mean "${GATEWAY_API}/v1 HTTPRoute"?`,
      ],
    ],
    [
      "built-in kinds, and metadata",
      documents(
        JSON.stringify({
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "mine", labels: { a: 1 } },
          spec: {
            selector: {},
            template: {
              spec: { containers: [{ name: "c", imagePullPolicie: "Always", resources: { limits: { cpu: "1x" } } }] },
            },
          },
        }),
        manifest("v1", "ConfigMap", { data: { a: true } }),
      ),
      [
        `${FILE}, Deployment mine, metadata.labels.a | must be a text | Write it in quotes: "1".`,
        `${FILE}, Deployment mine, spec.template.spec.containers[0].imagePullPolicie | is unknown | Did you mean "imagePullPolicy"?`,
        `${FILE}, Deployment mine, spec.template.spec.containers[0].resources.limits.cpu | must be a quantity, such as 500m or 1Gi`,
        `${FILE}, ConfigMap mine, data.a | must be a text | Write it in quotes: "true".`,
      ],
    ],
  ];
  for (const [title, text, expected] of wrong)
    it(`refuse ${title}`, () => assert.deepEqual(errors(text).sort(), [...expected].sort()));

  it("refuse a patch at its place, and name the object where the patch is not to blame", () => {
    const patches = {
      "HTTPRoute/openai": { spec: { rules: [{ matches: [{ path: { typ: "Exact" } }] }], hostname: ["a"] } },
      "AgentgatewayBackend/openai": { spec: { ai: { provider: { openai: { model: 3 } } } } },
    };
    assert.deepEqual(errors(undefined, { patches }).sort(), [
      'patches.AgentgatewayBackend/openai.spec.ai.provider.openai.model | must be a text | Write it in quotes: "3".',
      'patches.HTTPRoute/openai.spec.hostname | is unknown | Did you mean "hostnames"?',
      'patches.HTTPRoute/openai.spec.rules[0].matches[0].path.typ | is unknown | Did you mean "type"?',
    ]);
  });

  it("leave to the API server what no table has", () => {
    const strange = backend({ fieldOfTomorrow: 1 });
    assert.equal(errors(strange).length, 1);
    const other = { delivery: "direct", controlPlane: { version: "1.5.0" } };
    assert.deepEqual(errors(strange, other), []);
    const ofOthers = { argocd: { mode: "existing" }, cluster: { controlPlane: "existing" } };
    assert.equal(errors(strange, ofOthers).length, 1, "the release that was tested");
    assert.deepEqual(errors(strange, { ...ofOthers, controlPlane: { version: "1.5.0" } }), []);
    assert.deepEqual(errors(manifest("example.com/v1", "Thing", { anything: 1 })), []);
    const existing = { gatewayApi: "existing" };
    assert.deepEqual(errors(route({ rule: { retry: { attempts: 2 } } }), { cluster: existing }), []);
  });

  it("refuse nothing that builders make", () => assert.deepEqual(errors(), []));
});
