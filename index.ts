import * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  ArgoCd,
  GatewayPolicy,
  GitRepository,
  HandWrittenManifest,
  LlmProvider,
  McpRouting,
  McpServer,
  RootApplication,
  TargetCluster,
} from "./components";
import { untilDeployed } from "./components/application/wait";
import { readRelease } from "./components/argocd/release";
import { connect } from "./components/cluster/access";
import { placements } from "./components/delivery/placement";
import { each } from "./components/each";
import { loadStack } from "./gitops/stack";
import { platform } from "./platform";
import { environmentGraph } from "./topology/environment";
import { readme } from "./topology/readme";

/** The stack, as a table of contents. */
export = async () => {
  const { environment, described, built, handWritten } = await loadStack(platform);
  const clusters = connect(environment);
  const target = new TargetCluster("target", { environment, ...clusters });

  const release = environment.argocd.mode === "own" ? await readRelease(environment.argocd) : undefined;
  const argocd = release && new ArgoCd("argocd", { spec: environment.argocd, provider: clusters.hub, release });
  const repository = argocd && new GitRepository("repository", { environment, hub: clusters.hub, after: [argocd] });

  const place = placements([...built, ...handWritten], { namespace: target.namespace, provider: clusters.target });
  const { llmProviders, mcpServers, agents: a2aAgents } = environment;
  const gateway = new AgentGateway("gateway", {
    spec: environment.gateway,
    ...place("gateway", "gateway.observability"),
  });
  const providers = each(
    llmProviders,
    (name, spec) => new LlmProvider(name, { spec, ...place(`llmProviders.${name}`) }),
  );
  const servers = each(mcpServers, (name, spec) => new McpServer(name, { spec, ...place(`mcpServers.${name}`) }));
  const routing = new McpRouting("mcp", place("mcpServers"));
  const agents = each(a2aAgents, (name, spec) => new A2aAgent(name, { spec, ...place(`agents.${name}`) }));
  const policies = each(
    environment.policies,
    (name, spec) => new GatewayPolicy(name, { spec, ...place(`policies.${name}`) }),
  );
  const others = handWritten.map(({ origin }) => new HandWrittenManifest(origin, place(origin)));

  const before = [
    target,
    argocd,
    repository,
    gateway,
    routing,
    ...others,
    ...[providers, servers, agents, policies].flatMap((made) => Object.values<pulumi.Resource>(made)),
  ];
  const root = new RootApplication("root", {
    environment,
    described,
    hub: clusters.hub,
    after: before.filter((resource) => resource !== undefined),
    untilDeployed: (names, resource) =>
      untilDeployed(clusters.applications, names, {
        timeoutSeconds: environment.application.timeoutSeconds,
        log: (message) => void pulumi.log.info(message, resource, undefined, true),
      }),
  });

  const paths = (components: Record<string, { path: pulumi.Output<string> }>) =>
    each(components, (_, { path }) => path);
  const objects = [...built, ...handWritten].flatMap((file) => file.objects);
  return {
    readme: readme(environment, environmentGraph(environment, objects)),
    application: root.applicationName,
    gateway: gateway.gatewayName,
    namespace: target.namespace,
    paths: { llmProviders: paths(providers), mcpServers: paths(servers), agents: paths(agents) },
    ...(argocd && { argocdPasswords: argocd.passwords }),
  };
};
