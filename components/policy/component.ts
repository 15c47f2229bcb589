import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { A2aAgent } from "../a2a/component";
import { assertValid, Entry, secretErrors, standalone, type EntryArgs } from "../delivery/entry";
import type { Placed } from "../delivery/placement";
import { gatewayNamed, gatewayNamespace, type GatewayReference } from "../gateway/reference";
import { nameOfPath } from "../gateway/route";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import type { LlmProvider } from "../llm/component";
import type { McpServer } from "../mcp/component";
import { mcpNames } from "../mcp/routing";
import type { McpRouting } from "../mcp/routingComponent";
import { policy } from "./build";
import { policySecrets } from "./secrets";
import { policySpec, type PolicySpec } from "./spec";

interface Common extends EntryArgs {
  /** The gateway that the policy is on, or that serves what it is on. */
  gateway: GatewayReference;
  /** What the policy is for: every request of the gateway, or those of a listener or a route. */
  on:
    | "gateway"
    | {
        /** Name of a listener. */
        listener: pulumi.Input<string>;
      }
    | {
        /** Name of an HTTPRoute. */
        route: pulumi.Input<string>;
      }
    | {
        /** Name of an `LlmProvider`. */
        provider: pulumi.Input<string>;
      }
    | {
        /** Path of MCP servers. */
        mcpPath: pulumi.Input<string>;
      }
    | {
        /** Name of an `A2aAgent` that is at the path of its name. */
        agent: pulumi.Input<string>;
      }
    /** What has a route of its own. */
    | LlmProvider
    | McpServer
    | McpRouting
    | A2aAgent;
}

/** A policy: what it is for, and what it does there. */
export type GatewayPolicyArgs = Common & Omit<Inputs<z.input<typeof policySpec>>, "on">;

/**
 * A policy on a gateway, a listener or a route: limits, authentication, changes to requests; and Secrets with the API keys
 * and users that it lets in.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class GatewayPolicy extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];
  /** Names of its Secrets. */
  readonly secretNames: pulumi.Output<string[]>;

  constructor(name: string, args: GatewayPolicyArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Entry<PolicySpec>, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: GatewayPolicyArgs | Entry<PolicySpec>, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "GatewayPolicy", name };
    const entry = args instanceof Entry ? args : entryOf(owner, args);
    super("agentgateway-infra:index:GatewayPolicy", name, entry.inputs, opts);
    const secrets = policySecrets(entry.name, entry.spec.structure).map((secret, index) =>
      // What is appended to the policy's name distinguishes its Secrets.
      entry.createSecret(
        this,
        `${name}-policy${secret.name.slice(entry.name.length)}`,
        (spec) => policySecrets(entry.name, spec)[index],
      ),
    );
    this.applied = entry.createObjects(this);

    this.secretNames = pulumi.all(secrets.map(({ metadata }) => metadata.name));
    this.registerOutputs({ secretNames: this.secretNames });
  }
}

function entryOf(owner: Owner, args: GatewayPolicyArgs): Entry<PolicySpec> {
  const { gateway, on, objectName, namespace, patches, ...rest } = args;
  const spec = Desired.of(owner, policySpec, { ...rest, on: target(on) });
  const own = { objectName, namespace: gatewayNamespace(namespace, gateway), patches };
  const noOthers = { provider: {}, mcpPath: {}, agent: {} };
  const entry = standalone(owner, own, spec, gatewayNamed(owner, gateway), (name, known, parent) =>
    policy(name, known, parent, noOthers),
  );
  assertValid(owner, `policies.${entry.name}`, secretErrors(policySecrets(entry.name, spec.structure)));
  return entry;
}

/** What a policy is on, by the name of its route. */
function target(on: Common["on"]): unknown {
  if (pulumi.ComponentResource.isInstance(on)) return { route: on.routeName };
  if (typeof on !== "object" || Object.keys(on).length !== 1) return on;
  if ("provider" in on) return { route: on.provider };
  if ("mcpPath" in on) return { route: pulumi.output(on.mcpPath).apply((path) => mcpNames(path).route) };
  if ("agent" in on) return { route: pulumi.output(on.agent).apply((name) => nameOfPath(`/${name}`)) };
  return on;
}
