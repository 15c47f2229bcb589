import type * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  ArgoCd,
  GatewayPolicy,
  GitRepository,
  LlmProvider,
  McpServer,
  RootApplication,
  TargetCluster,
} from "./components";
import { readRelease } from "./components/argocd/release";
import { connect } from "./components/cluster/access";
import { each } from "./components/each";
import { loadEnvironment } from "./config/load";
import { describeCheckout, environmentNamed } from "./config/rendered";
import { assertDescribed, assertTreeIsCurrent } from "./gitops/check";
import { platform } from "./platform";

/** The stack, as a table of contents. */
export = async () => {
  const environment = loadEnvironment(platform);
  const checkout = describeCheckout(platform, process.cwd());
  const described = environmentNamed(checkout, environment.name);
  await assertTreeIsCurrent(checkout);
  await assertDescribed(environment, described);

  const clusters = connect(environment);
  const target = new TargetCluster("target", { environment, ...clusters });

  const release = environment.argocd.mode === "own" ? await readRelease(environment.argocd.manifests) : undefined;
  const argocd = release && new ArgoCd("argocd", { spec: environment.argocd, provider: clusters.hub, release });
  const repository = argocd && new GitRepository("repository", { environment, hub: clusters.hub, after: [argocd] });

  const onTarget = { namespace: target.namespace, provider: clusters.target };
  const gateway = new AgentGateway("gateway", { spec: environment.gateway, ...onTarget });
  const providers = each(environment.llmProviders, (name, spec) => new LlmProvider(name, { spec, ...onTarget }));
  const servers = each(environment.mcpServers, (name, spec) => new McpServer(name, { spec }));
  const agents = each(environment.agents, (name, spec) => new A2aAgent(name, { spec }));
  const policies = each(environment.policies, (name, spec) => new GatewayPolicy(name, { spec, ...onTarget }));

  const before = [target, argocd, repository, gateway, ...Object.values(providers), ...Object.values(policies)];
  const root = new RootApplication("root", {
    environment,
    described,
    hub: clusters.hub,
    after: before.filter((resource) => resource !== undefined),
  });

  const paths = (components: Record<string, { path: pulumi.Output<string> }>) =>
    each(components, (_, { path }) => path);
  return {
    application: root.applicationName,
    gateway: gateway.gatewayName,
    namespace: target.namespace,
    paths: { llmProviders: paths(providers), mcpServers: paths(servers), agents: paths(agents) },
    ...(argocd && { argocdAdminPassword: argocd.adminPassword }),
  };
};
