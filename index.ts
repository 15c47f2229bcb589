import "./core/typescript.cjs";
import * as pulumi from "@pulumi/pulumi";
import {
  A2aAgent,
  AgentGateway,
  AgentGatewayController,
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
import { nameIn } from "./components/application/children";
import { rootApplication } from "./components/application/root";
import { untilDeployed } from "./components/application/wait";
import { readRelease } from "./components/argocd/release";
import { installsGatewayApi } from "./components/cluster/controlPlane";
import { clusterAccess } from "./components/cluster/access";
import { tokenTrial } from "./components/cluster/tokenTrial";
import { markOwner, stackIdentity } from "./components/cluster/ownership";
import { installCrds } from "./components/controller/installCrds";
import { chartRights } from "./components/controller/contents/rights";
import { valuesOfChart } from "./components/controller/values/build";
import { Placements, type Placed } from "./components/delivery/placement";
import { untilWorking, waitOptions } from "./components/delivery/wait";
import { argocdOutputs, deployHub, installArgoCd } from "./components/hub/install";
import { LiveStack } from "./components/live/stack";
import { expectedOf } from "./components/serving/expected";
import { readExposed } from "./components/serving/exposed";
import { readAfterChange } from "./components/serving/read";
import { judgeOf } from "./gitops/revision/delivered";
import { announceFreeze, heldBackBy } from "./gitops/announceFreeze";
import { announceMove } from "./gitops/announceMove";
import { commitToDeploy, pinned } from "./gitops/revision/standing";
import { committedEnvironment, loadStack } from "./gitops/stack";
import { versions } from "./components/versions";
import { mapValues } from "./core/merge";
import { platform } from "./platform";
import { leavePromisesUntraced, leaveReferencesUnread } from "./components/pulumiRuntime";
import { environmentGraph } from "./cli/topology/environment";
import { readme } from "./cli/topology/readme";

/** The stack, as a table of contents. */
export = async () => {
  leavePromisesUntraced();
  leaveReferencesUnread();
  const stack = await loadStack(platform);
  const owner = stackIdentity();
  markOwner(owner);
  const { environment, files, argocdUser, installer = "this stack", repositories = {} } = stack;
  const { argocd: spec, sources, application } = environment;
  // Before the first resource: what it refuses has changed nothing.
  const committed = environment.delivery === "gitops" ? committedEnvironment(platform, stack) : undefined;
  const settings = pinned(environment, stack.standing && commitToDeploy(stack.standing));
  const access = clusterAccess(environment);
  const { target: provider, cluster, argocd: hub } = access;
  const installs = environment.cluster.controlPlane === "install";
  const gatewayApi = installsGatewayApi(environment.cluster) ? versions.gatewayApi : undefined;
  const live = new LiveStack({ environment, settings, committed, access, owner });
  live.watch();
  const release = hub && spec.mode === "install" ? await readRelease(spec) : undefined;
  if (hub && release && environment.delivery === "none") return deployHub(environment, hub, release, live);
  if (hub && stack.standing) await announceMove(environment, stack.standing, hub.applications);
  const delivered = stack.standing && {
    judge: judgeOf(environment, process.cwd(), stack.standing),
    report: (message: string) => void pulumi.log.warn(message),
  };
  if (hub && committed)
    await announceFreeze(environment, {
      ...hub,
      root: rootApplication(settings, committed),
      judge: delivered?.judge,
    });

  const target = new TargetCluster(
    "target",
    {
      environment: environment.name,
      namespace: environment.namespace,
      namespaces: environment.cluster.namespaces,
      clusterName: environment.cluster.name,
      controlPlane: environment.cluster.controlPlane,
      gatewayApi: gatewayApi === undefined ? "existing" : "install",
      ...(hub && installs && { controllerApplication: nameIn(environment, "agentgateway") }),
      ...(installs && { chart: chartRights(environment.controlPlane) }),
      labels: environment.cluster.labels,
      tokenRotation: environment.cluster.tokenRotation,
      allowedKinds: environment.allowedKinds,
      argocd: hub && {
        namespace: spec.namespace,
        ...(spec.applicationNamespace !== undefined && { applicationNamespace: spec.applicationNamespace }),
        provider: hub.hub,
        apiServer: hub.apiServer,
        ...(argocdUser && { user: argocdUser }),
        identity: environment.cluster.argocd?.identity,
        tryToken: tokenTrial(environment.cluster.name, hub.kubeconfigs),
      },
    },
    { provider },
  );
  const installed = hub && release && installArgoCd(environment, hub, release);
  const registered = hub && !installed && Object.keys(repositories).length > 0;
  const repository = registered
    ? new GitRepository("repository", { url: environment.repository.url, secrets: repositories }, { provider: hub.hub })
    : undefined;
  const controller =
    !hub && installs
      ? new AgentGatewayController(
          "controller",
          {
            release: nameIn(environment, "agentgateway"),
            charts: sources.charts,
            version: environment.controlPlane.version,
            gatewayApi,
            values: valuesOfChart(environment),
            applyCrds: () =>
              installCrds(sources, provider, cluster, waitOptions(environment), {
                agentgateway: environment.controlPlane.version,
                gatewayApi,
                adopted: environment.adopt,
              }),
          },
          { provider, dependsOn: target },
        )
      : undefined;

  const direct = hub ? {} : { timeoutSeconds: application.timeoutSeconds };
  const placements = new Placements(files, {
    namespace: target.namespace,
    allowedKinds: environment.allowedKinds,
    ...direct,
  });
  const opts = { provider, dependsOn: hub ? [] : [controller ?? target] };
  const gateway = new AgentGateway(
    "gateway",
    placements.of("gateway", environment.gateway, "gateway", "gateway.observability"),
    opts,
  );
  const llmProviders = mapValues(
    environment.llmProviders,
    (name, spec) => new LlmProvider(name, placements.of(name, spec, `llmProviders.${name}`), opts),
  );
  const mcpServers = mapValues(
    environment.mcpServers,
    (name, spec) => new McpServer(name, placements.of(name, spec, `mcpServers.${name}`), opts),
  );
  const mcpRouting = new McpRouting("mcp", placements.of("mcp", undefined, "mcpServers"), opts);
  const agents = mapValues(
    environment.agents,
    (name, spec) => new A2aAgent(name, placements.of(name, spec, `agents.${name}`), opts),
  );
  const policies = mapValues(
    environment.policies,
    (name, spec) => new GatewayPolicy(name, placements.of(name, spec, `policies.${name}`), opts),
  );
  const handWritten = stack.handWritten.map(
    ({ origin }) => new HandWrittenManifest(origin, placements.of(origin, undefined, origin), opts),
  );
  placements.assertAllTaken();

  const catalogue = [llmProviders, mcpServers, agents, policies].flatMap((components) =>
    Object.values<Placed>(components),
  );
  const placed = [gateway, mcpRouting, ...handWritten, ...catalogue];
  const objects = files.flatMap((file) => file.objects);
  const serving = () => readAfterChange(cluster, expectedOf(environment, objects));
  const root =
    hub && committed
      ? new RootApplication(
          "root",
          {
            settings,
            committed,
            installer,
            untilDeployed: (names, resource) =>
              untilDeployed(
                {
                  applications: hub.applications,
                  names,
                  serving,
                  delivered,
                  connection: hub.connection,
                  heldBack: heldBackBy(environment),
                },
                waitOptions(environment, resource),
              ),
          },
          {
            provider: hub.hub,
            // All that Argo CD needs to deploy and to clean up.
            dependsOn: [
              target,
              ...placed,
              ...Object.values<pulumi.Resource>({ ...(repository && { repository }), ...installed }),
              live.remains(),
            ],
          },
        )
      : undefined;
  const applied = hub
    ? undefined
    : new LiveEnvironment(
        "environment",
        {
          objects: placed.flatMap(({ applied }) => applied),
          untilWorking: (resource) =>
            untilWorking(cluster, environment.namespace, objects, serving, waitOptions(environment, resource)),
        },
        { dependsOn: [target, ...placed] },
      );

  const written = Object.fromEntries(stack.handWritten.map(({ origin }, index) => [origin, handWritten[index]]));
  const single = {
    root,
    target,
    ...(repository && { repository }),
    ...installed,
    controller,
    gateway,
    mcp: mcpRouting,
  };
  const components = [single, llmProviders, mcpServers, agents, policies, written].flatMap((each) =>
    Object.entries<pulumi.ComponentResource | undefined>(each),
  );
  live.compare(components, placements.delivered);

  const works: pulumi.Output<unknown> | undefined = root?.applicationName ?? applied?.objects;
  const exposed = pulumi
    .all([gateway.gatewayName, works])
    .apply(([name]) => readExposed(cluster, environment.namespace, name));
  const paths = (components: Record<string, { path: pulumi.Output<string> }>) =>
    mapValues(components, (_, { path }) => path);
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
    ...(applied && { objects: applied.objects }),
    ...(installed && argocdOutputs(environment, installed)),
  };
};
