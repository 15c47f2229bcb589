import * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  GatewayPolicy,
  HandWrittenManifest,
  LlmProvider,
  McpRouting,
  McpServer,
  TargetCluster,
} from "./components";
import { connect } from "./components/cluster/access";
import { markOwner, stackIdentity } from "./components/cluster/ownership";
import { direct } from "./components/delivery/direct";
import { gitops } from "./components/delivery/gitops";
import { placements } from "./components/delivery/placement";
import { each } from "./components/each";
import { describedInGit, loadStack } from "./gitops/stack";
import { platform } from "./platform";
import { leavePromisesUntraced } from "./core/promises";
import { environmentGraph } from "./cli/topology/environment";
import { readme } from "./cli/topology/readme";

/** The stack, as a table of contents. */
export = async () => {
  leavePromisesUntraced();
  const stack = await loadStack(platform);
  markOwner(stackIdentity());
  const { environment, handWritten } = stack;
  const files = [...stack.built, ...handWritten];
  const clusters = connect(environment);
  const target = new TargetCluster("target", { environment, ...clusters });
  const delivery = clusters.argocd
    ? await gitops(environment, await describedInGit(platform, stack), clusters.argocd)
    : direct(environment, files, clusters, [target]);

  const onTarget = { namespace: target.namespace, provider: clusters.target, direct: delivery.direct };
  const at = placements(files, onTarget);
  const opts = { dependsOn: delivery.before };
  const { llmProviders, mcpServers, agents: a2aAgents } = environment;
  const gateway = new AgentGateway(
    "gateway",
    { spec: environment.gateway, ...at("gateway", "gateway.observability") },
    opts,
  );
  const providers = each(
    llmProviders,
    (name, spec) => new LlmProvider(name, { spec, ...at(`llmProviders.${name}`) }, opts),
  );
  const servers = each(mcpServers, (name, spec) => new McpServer(name, { spec, ...at(`mcpServers.${name}`) }, opts));
  const routing = new McpRouting("mcp", at("mcpServers"), opts);
  const agents = each(a2aAgents, (name, spec) => new A2aAgent(name, { spec, ...at(`agents.${name}`) }, opts));
  const policies = each(
    environment.policies,
    (name, spec) => new GatewayPolicy(name, { spec, ...at(`policies.${name}`) }, opts),
  );
  const others = handWritten.map(({ origin }) => new HandWrittenManifest(origin, at(origin), opts));

  const catalogue = [providers, servers, agents, policies].flatMap((made) => Object.values<pulumi.Resource>(made));
  const delivered = delivery.complete([target, gateway, routing, ...others, ...catalogue]);

  const paths = (components: Record<string, { path: pulumi.Output<string> }>) =>
    each(components, (_, { path }) => path);
  const objects = files.flatMap((file) => file.objects);
  return {
    readme: readme(environment, environmentGraph(environment, objects)),
    gateway: gateway.gatewayName,
    namespace: target.namespace,
    paths: { llmProviders: paths(providers), mcpServers: paths(servers), agents: paths(agents) },
    ...delivered,
  };
};
