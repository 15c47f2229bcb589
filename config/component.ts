import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { A2aAgent } from "../components/a2a/component";
import { untilAccepted } from "../components/delivery/accepted";
import { assertValid, Entry, secretErrors } from "../components/delivery/entry";
import { environmentFiles, environmentSecrets, type Contents, type Origin } from "../components/environment";
import { AgentGateway } from "../components/gateway/component";
import { Desired } from "../components/inputs/desired";
import type { Inputs } from "../components/inputs/types";
import { LlmProvider } from "../components/llm/component";
import { McpServer } from "../components/mcp/component";
import { McpRouting } from "../components/mcp/routingComponent";
import { GatewayPolicy } from "../components/policy/component";
import { mapValues } from "../core/merge";
import type { PatchesSpec } from "../components/patches";
import { contentErrors } from "./checks";
import { contentsSchema } from "./schema";

/** What is deployed in an environment, in the words of `platform.ts`. */
export type AgentGatewayEnvironmentArgs = Omit<Inputs<z.input<typeof contentsSchema>>, "patches"> & {
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Whether the component creates the namespace. Default `true`. */
  createNamespace?: boolean;
  /** Fields that no argument has: merged into an object, by its kind and name, such as `HTTPRoute/openai`. Default: none. */
  patches?: Inputs<PatchesSpec>;
};

/**
 * A whole environment from one specification: namespace, gateway, LLM providers, MCP servers, agents and policies, which
 * refer to each other by name. The agentgateway controller is in the cluster already.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class AgentGatewayEnvironment extends pulumi.ComponentResource {
  /** The gateway. */
  readonly gateway: AgentGateway;
  /** LLM providers, by name. */
  readonly llmProviders: Record<string, LlmProvider>;
  /** MCP servers, by name. */
  readonly mcpServers: Record<string, McpServer>;
  /** What routes to the MCP servers. */
  readonly mcpRouting: McpRouting;
  /** A2A agents, by name. */
  readonly agents: Record<string, A2aAgent>;
  /** Policies, by name. */
  readonly policies: Record<string, GatewayPolicy>;
  /** Name of the namespace. */
  readonly namespace: pulumi.Output<string>;
  /** URL of the gateway's first listener, by name. */
  readonly url: pulumi.Output<string | undefined>;

  constructor(name: string, args: AgentGatewayEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "AgentGatewayEnvironment", name };
    const { namespace, createNamespace = true, ...rest } = args;
    const desired = Desired.of(owner, contentsSchema, rest);
    const contents = desired.structure;
    assertValid(owner, "", [...contentErrors(contents), ...secretErrors(environmentSecrets(contents))]);
    super("agentgateway-infra:index:AgentGatewayEnvironment", name, {}, opts);

    const child = { parent: this };
    const created = createNamespace
      ? new k8s.core.v1.Namespace(`${name}-namespace`, { metadata: { name: namespace } }, child).metadata.name
      : namespace;
    const entry = <S>(entryName: string, select: (contents: Contents) => S, ...origins: Origin[]) =>
      new Entry({
        name: entryName,
        spec: desired.map(select),
        namespace: created,
        objects: desired.objects((known) =>
          environmentFiles(known)
            .filter(({ origin }) => origins.includes(origin))
            .flatMap(({ objects }) => objects.map(untilAccepted)),
        ),
        // Resources have unique names in a stack, and a stack may have several environments.
        resourceName: (object) => `${name}-${object.metadata.name}`,
      });
    const each = <Created>(
      catalogue: "llmProviders" | "mcpServers" | "agents" | "policies",
      create: (resource: string, entryName: string) => Created,
    ) => mapValues<unknown, Created>(contents[catalogue], (entryName) => create(`${name}-${entryName}`, entryName));

    this.gateway = new AgentGateway(
      `${name}-gateway`,
      entry("gateway", (known) => known.gateway, "gateway", "gateway.observability"),
      child,
    );
    this.llmProviders = each("llmProviders", (resource, key) => {
      const part = entry(key, (known) => known.llmProviders[key]!, `llmProviders.${key}`);
      return new LlmProvider(resource, part, child);
    });
    this.mcpServers = each("mcpServers", (resource, key) => {
      const part = entry(key, (known) => known.mcpServers[key]!, `mcpServers.${key}`);
      return new McpServer(resource, part, child);
    });
    this.mcpRouting = new McpRouting(
      `${name}-mcp`,
      entry("mcp", () => undefined, "mcpServers"),
      child,
    );
    this.agents = each("agents", (resource, key) => {
      const part = entry(key, (known) => known.agents[key]!, `agents.${key}`);
      return new A2aAgent(resource, part, child);
    });
    this.policies = each("policies", (resource, key) => {
      const part = entry(key, (known) => known.policies[key]!, `policies.${key}`);
      return new GatewayPolicy(resource, part, child);
    });
    this.namespace = pulumi.output(created);
    this.url = this.gateway.url;
    this.registerOutputs({ namespace: this.namespace, url: this.url });
  }
}
