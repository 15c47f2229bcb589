import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { programInputs } from "../../../../cli/package/inputs";
import { token } from "../../../../cli/package/packageSchema";
import { ComponentProvider } from "../../../../cli/package/provider";
import { PACKAGE_SCHEMA } from "../../../../cli/package/schema";
import { record } from "../../../../dev/support/recorder";

const provider = new ComponentProvider(readFileSync(PACKAGE_SCHEMA, "utf8"));

describe("the components for programs in other languages", () => {
  const upstream = { host: "vllm.example.com", pathPrefix: "/v1" };

  it("create what they create in a program, with inputs that a host has wrapped, and keep secrets", async () => {
    const registrations = await record(async () => {
      const inputs = {
        gateway: pulumi.output("gw"),
        provider: pulumi.output("openai"),
        upstream: pulumi.output(upstream),
        apiKey: pulumi.secret("K"),
      };
      await provider.construct("vllm", token("LlmProvider"), inputs, {});
    });
    assert.deepEqual(
      registrations.map(({ type, name }) => `${type} ${name}`),
      [
        "agentgateway-infra:index:LlmProvider vllm",
        "kubernetes:agentgateway.dev/v1alpha1:AgentgatewayBackend vllm",
        "kubernetes:core/v1:Secret vllm-credentials",
        "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute vllm",
      ],
    );
    const secret = registrations.find(({ type }) => type.endsWith(":Secret"));
    assert.deepEqual(Object.keys(secret?.inputs.data as object), ["secret"]);
    const backend = JSON.stringify(registrations[1]?.inputs);
    assert.match(backend, /vllm\.example\.com/);
    assert.doesNotMatch(backend, /secret":"?K/);
  });

  it("offer the outputs that the schema names", async () => {
    const state: Record<string, unknown> = {};
    await record(async () => {
      const inputs = { gateway: "gw", host: "mcp.example.com", path: "/mcp/docs" };
      const result = await provider.construct("docs", token("McpServer"), inputs, {});
      const known = pulumi.all(result.state as Record<string, pulumi.Output<unknown>>);
      known.apply((values) => Object.assign(state, values));
    });
    assert.deepEqual(state, {
      path: "/mcp/docs",
      backendName: "mcp-docs-backend",
      routeName: "mcp-docs",
      secretName: undefined,
    });
  });

  it("refer to each other by name: a policy to a route, a failover to providers that were created before", async () => {
    const registrations = await record(async () => {
      for (const name of ["first", "second"])
        await provider.construct(name, token("LlmProvider"), { gateway: "gw", provider: "openai", apiKey: "K" }, {});
      const failover = [{ use: "first" }, { use: "second" }];
      await provider.construct("choice", token("LlmProvider"), { gateway: "gw", failover }, {});
      const limit = { on: { route: "choice" }, rateLimit: { local: { requests: 1, unit: "Seconds" } } };
      await provider.construct("limit", token("GatewayPolicy"), { gateway: "gw", ...limit }, {});
    });
    const named = (kind: string, name: string) =>
      JSON.stringify(registrations.find((each) => each.type.endsWith(`:${kind}`) && each.name === name)?.inputs);
    assert.match(named("AgentgatewayBackend", "choice"), /"first-secret".*"second-secret"/);
    assert.match(named("AgentgatewayPolicy", "limit"), /"kind":"HTTPRoute","name":"choice"/);
  });

  it("refuse wrong arguments, and what is no component, by a message of their own", async () => {
    const construct = (type: string, inputs: pulumi.Inputs) =>
      record(() => provider.construct("docs", token(type), inputs, {}));
    await assert.rejects(construct("McpServer", { gateway: "gw", host: "a", image: "b" }), {
      name: "UserError",
      message: /^McpServer "docs": .* wrong:\n {2}- [^]*exactly one of image, service, host, selector/,
    });
    await assert.rejects(construct("Nothing", {}), { name: "UserError", message: /no component .*:Nothing$/ });
  });
});

type Wrap = new (
  resources: pulumi.Resource[],
  value: Promise<unknown>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  all: Promise<pulumi.Resource[]>,
) => pulumi.Output<unknown>;

/** An output as a host makes it. The SDK's types hide its constructor. */
function wrap(value: unknown, isKnown: boolean, ...resources: pulumi.Resource[]): pulumi.Output<unknown> {
  const Output = pulumi.Output as unknown as Wrap;
  const of = <T>(each: T) => Promise.resolve(each);
  return new Output(resources, of(value), of(isKnown), of(false), of(resources));
}

describe("inputs from a host", () => {
  it("become plain where they are known and no secret, and keep what they depend on", async () => {
    const first = new pulumi.DependencyResource("urn:pulumi:t::p::t::first");
    const wrapped = wrap({ host: "a" }, true, first);
    const { args, dependsOn } = await programInputs({ upstream: wrapped, list: [pulumi.output(1)] });
    assert.deepEqual(args, { upstream: { host: "a" }, list: [1] });
    assert.deepEqual(dependsOn, [first]);
  });

  it("stay outputs where they are known later, and leaf by leaf where they are secret", async () => {
    const later = wrap(undefined, false);
    const { args } = await programInputs({ model: later, keys: pulumi.secret({ team: { key: "K" } }) });
    assert.equal(args.model, later);
    const { key } = (args.keys as { team: { key: pulumi.Output<string> } }).team;
    assert.ok(pulumi.Output.isInstance(key));
    assert.equal(await pulumi.isSecret(key), true);
  });
});
