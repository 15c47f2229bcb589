import * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  AgentGatewayController,
  ArgoCd,
  GatewayPolicy,
  GitRepository,
  HandWrittenManifest,
  LiveEnvironment,
  LlmProvider,
  McpRouting,
  McpServer,
  RootApplication,
  TargetCluster,
} from "./components";
import { untilDeployed } from "./components/application/wait";
import { readRelease } from "./components/argocd/release";
import { connect } from "./components/cluster/access";
import { markOwner, stackIdentity } from "./components/cluster/ownership";
import { installCrds } from "./components/controller/installCrds";
import { applyCrds } from "./components/controller/applyCrds";
import { waiting } from "./components/delivery/log";
import { Placements, type Placed } from "./components/delivery/placement";
import { untilWorking } from "./components/delivery/wait";
import { expectedOf } from "./components/serving/expected";
import { readExposed } from "./components/serving/exposed";
import { lookAfterChange } from "./components/serving/read";
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
  const { environment, files } = stack;
  const { argocd: spec, sources, cluster, application } = environment;
  const { target: provider, client, reader, argocd: hub } = connect(environment);
  const described = hub && describedInGit(platform, stack);

  const target = new TargetCluster("target", { environment, target: provider, argocd: hub });
  const argocd =
    hub && spec.mode === "own"
      ? new ArgoCd("argocd", {
          spec,
          provider: hub.hub,
          release: await readRelease(spec),
          applyCrds: async (crds) => applyCrds(await hub.client(), crds, waiting(environment)),
        })
      : undefined;
  const repository = hub && argocd && new GitRepository("repository", { environment, hub: hub.hub, after: [argocd] });
  const controller =
    !hub && cluster.controller === "own"
      ? new AgentGatewayController(
          "controller",
          {
            environment,
            provider,
            applyCrds: () => installCrds(sources, provider, client, waiting(environment)),
          },
          { dependsOn: target },
        )
      : undefined;

  const direct = hub ? undefined : { timeoutSeconds: application.timeoutSeconds };
  const placements = new Placements(files, { namespace: target.namespace, provider, direct });
  const opts = { dependsOn: hub ? [] : [controller ?? target] };
  const gateway = new AgentGateway(
    "gateway",
    { spec: environment.gateway, ...placements.of("gateway", "gateway.observability") },
    opts,
  );
  const llmProviders = each(
    environment.llmProviders,
    (name, spec) => new LlmProvider(name, { spec, ...placements.of(`llmProviders.${name}`) }, opts),
  );
  const mcpServers = each(
    environment.mcpServers,
    (name, spec) => new McpServer(name, { spec, ...placements.of(`mcpServers.${name}`) }, opts),
  );
  const mcpRouting = new McpRouting("mcp", placements.of("mcpServers"), opts);
  const agents = each(
    environment.agents,
    (name, spec) => new A2aAgent(name, { spec, ...placements.of(`agents.${name}`) }, opts),
  );
  const policies = each(
    environment.policies,
    (name, spec) => new GatewayPolicy(name, { spec, ...placements.of(`policies.${name}`) }, opts),
  );
  const handWritten = stack.handWritten.map(
    ({ origin }) => new HandWrittenManifest(origin, placements.of(origin), opts),
  );
  placements.assertAllTaken();

  const catalogue = [llmProviders, mcpServers, agents, policies].flatMap((made) => Object.values<Placed>(made));
  const placed = [gateway, mcpRouting, ...handWritten, ...catalogue];
  const objects = files.flatMap((file) => file.objects);
  const serving = () => lookAfterChange(reader(), expectedOf(environment, objects));
  const root =
    hub && described
      ? new RootApplication("root", {
          environment,
          described,
          hub: hub.hub,
          remote: spec.mode === "hub",
          after: [target, ...placed, argocd, repository].filter((resource) => resource !== undefined),
          untilDeployed: (names, resource) =>
            untilDeployed(
              { applications: hub.applications, names, serving, connection: hub.connection },
              waiting(environment, resource),
            ),
        })
      : undefined;
  const live = hub
    ? undefined
    : new LiveEnvironment(
        "environment",
        {
          objects: placed.flatMap(({ applied }) => applied),
          untilWorking: async (resource) =>
            untilWorking(await client(), environment.namespace, objects, serving, waiting(environment, resource)),
        },
        { dependsOn: [target, ...placed] },
      );

  const works: pulumi.Output<unknown> | undefined = root?.applicationName ?? live?.objects;
  const exposed = pulumi
    .all([gateway.gatewayName, works])
    .apply(([name]) => readExposed(reader(), environment.namespace, name));
  const paths = (made: Record<string, { path: pulumi.Output<string> }>) => each(made, (_, { path }) => path);
  return {
    readme: exposed.addresses.apply(([address]) =>
      readme(environment, environmentGraph(environment, objects), address),
    ),
    addresses: exposed.addresses,
    urls: exposed.urls,
    gateway: gateway.gatewayName,
    namespace: target.namespace,
    paths: { llmProviders: paths(llmProviders), mcpServers: paths(mcpServers), agents: paths(agents) },
    ...(root && { application: root.applicationName }),
    ...(live && { objects: live.objects }),
    ...(argocd && {
      argocdPasswords: argocd.passwords,
      // By which stages register their clusters: argocd.kubeconfigFrom.
      kubeconfig: pulumi.secret(cluster.kubeconfig?.reveal()),
    }),
  };
};
