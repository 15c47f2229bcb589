import { environmentFiles } from "../../components/environment";
import { namespaceOfApplications } from "../../components/argocd/namespace";
import { isOfHub } from "../../components/cluster/providerNames";
import { desiredApplications } from "../../components/live/desired";
import { scopeOf } from "../../components/live/scope";
import { versions } from "../../components/versions";
import { loadCheckout, environmentNamed, type Checkout } from "../../config/checkout";
import type { Environment, PlatformInput } from "../../config/schema";
import { environmentOf } from "../../config/stackConfiguration";
import { UserError } from "../../core/errors";
import { pinned } from "../../gitops/revision/standing";
import { errorsOfCommitted } from "../../gitops/check";
import { assessHealed } from "./argocd/healed";
import { assessArgoCd } from "./argocd/assess";
import type { ArgoCdFacts, DesiredInArgoCd } from "./argocd/facts";
import { readArgoCd } from "./argocd/read";
import { platform } from "../../platform";
import { pinnedDescription } from "../stack/description";
import { accessErrors, connect, type Clusters } from "../stack/clusters";
import { selectedStack, stackConfiguration } from "../stack/pulumi";
import { report, withoutRepeats, type Finding, type Healed, type Report } from "./finding";
import { assessGit } from "./git/assess";
import { readCheckout, readDeployed } from "./git/read";
import type { LiveObject } from "../../kube/live";
import { preview } from "./pulumi/preview";
import type { PulumiResource } from "./pulumi/events";
import { assessPulumi } from "./pulumi/assess";
import { assessVersions, versionsIn, type DesiredVersions } from "./versions/assess";
import { reportText } from "./text";
import { readVersions } from "./versions/read";

/** Exit code for drift, the one that Pulumi has for changes where none were expected. */
const DRIFT = 7;

/** `npm run drift`. */
export async function drift(stack: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const result = await inspect(platform, stack ?? (await selectedStack()), process.cwd());
  console.log(json ? JSON.stringify(result, null, 2) : reportText(result));
  process.exitCode = result.drift ? DRIFT : 0;
}

/** What the sides other than Pulumi's report, and the resources that Pulumi's is about. */
interface Seen {
  resources: readonly PulumiResource[];
  findings: Finding[];
  healed: Healed[];
}

/** Looks at a stack from its four sides. Reads only: neither the clusters nor the stack's state change. */
async function inspect(platform: PlatformInput, stack: string, directory: string): Promise<Report> {
  const environment = environmentOf(platform, stack, await stackConfiguration(stack), directory);
  const clusters = await connect(environment);
  const errors = await accessErrors(clusters);
  if (errors.length > 0) throw new UserError(`The clusters of ${stack} can't be read:`, errors);
  const { resources, findings, healed } =
    environment.delivery === "gitops"
      ? await throughGit(environment, clusters, loadCheckout(platform, directory), directory)
      : await directly(environment, clusters);
  const live = await readResources(resources, clusters);
  const pulumi = assessPulumi({ stack, resources, live, managers: environment.drift.managers });
  return report(stack, withoutRepeats([...findings, ...pulumi]), healed);
}

/** Where Argo CD deploys nothing from Git, all is Pulumi's own. */
async function directly(environment: Environment, clusters: Clusters): Promise<Seen> {
  const [resources, installed] = await Promise.all([
    preview(environment.name, true),
    readVersions(environment, clusters, [], []),
  ]);
  return { resources, findings: assessVersions(installed, desiredVersions(environment)), healed: [] };
}

async function throughGit(
  environment: Environment,
  clusters: Clusters,
  checkout: Checkout,
  directory: string,
): Promise<Seen> {
  const committed = environmentNamed(checkout, environment.name);
  const [{ head, stale, uncommitted }, description] = await Promise.all([
    readCheckout(checkout.base, committed, directory),
    environment.application.follow === "commit" ? pinnedDescription(environment.name) : undefined,
  ]);
  // What this checkout describes is not deployed yet, or no more: the environment stays as the last `up` has described it.
  const earlier = description?.commit === head ? undefined : description;
  const { revision } = pinned(environment, earlier?.commit ?? head);
  const differing = errorsOfCommitted(environment, environmentFiles(environment), committed);
  const [resources, argocd] = await Promise.all([
    // The program refuses to run where Git is not what the configuration says.
    preview(environment.name, stale.length + differing.length === 0 && earlier === undefined),
    readEnvironment(environment, earlier ?? described(environment, committed, head), clusters),
  ]);
  const crds = [...argocd.live.values()].filter(({ kind }) => kind === "CustomResourceDefinition");
  const [deployed, installed] = await Promise.all([
    readDeployed(environment, argocd.applications, directory, revision),
    readVersions(environment, clusters, argocd.applications, crds),
  ]);
  const { branch } = environment.repository;
  const findings = [
    ...assessGit({
      ...{ stale, differing, uncommitted, branch, pinned: revision, deployed },
      applicationNamespace: namespaceOfApplications(environment.argocd),
    }),
    ...assessVersions(installed, desiredVersions(environment, earlier)),
    ...assessArgoCd(argocd),
  ];
  return { resources, findings, healed: assessHealed(argocd, new Date()) };
}

/** Seconds that Argo CD is given to finish what it is doing. */
const SETTLE_SECONDS = 30;

/** What this checkout describes. */
function described(environment: Environment, committed: Environment, head: string): DesiredInArgoCd {
  const desiredObjects = environmentFiles(environment).flatMap(({ objects }) => objects);
  return { ...desiredApplications(pinned(environment, head), committed), desiredObjects };
}

async function readEnvironment(
  environment: Environment,
  desired: DesiredInArgoCd,
  clusters: Clusters,
): Promise<ArgoCdFacts> {
  const scope = scopeOf(environment, clusters.server);
  const applications = desired.desiredApplications.map(({ metadata }) => metadata.name);
  const live = await readArgoCd(scope, { applications, settleSeconds: SETTLE_SECONDS }, clusters);
  return { scope, ...desired, ...live };
}

function desiredVersions({ argocd, controlPlane }: Environment, earlier?: DesiredInArgoCd): DesiredVersions {
  return {
    ...versions,
    agentgateway: controlPlane.version,
    ...(earlier && versionsIn(earlier.desiredApplications)),
    argocd: argocd.version,
  };
}

/** The live objects of a stack's resources, by URN. */
async function readResources(
  resources: readonly PulumiResource[],
  { hub, target }: Clusters,
): Promise<Map<string, LiveObject>> {
  const live = new Map<string, LiveObject>();
  for (const [cluster, isTheirs] of [
    [hub, (provider: string) => isOfHub(provider)],
    [target, (provider: string) => !isOfHub(provider)],
  ] as const) {
    const theirs = resources.filter(({ object, provider }) => object !== undefined && isTheirs(provider));
    const objects = await cluster.readAll(theirs.map(({ object }) => object!));
    theirs.forEach(({ urn }, index) => {
      const object = objects[index];
      if (object !== undefined) live.set(urn, object);
    });
  }
  return live;
}
