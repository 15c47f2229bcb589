import { environmentFiles } from "../components/environment";
import { versions } from "../components/versions";
import { describeCheckout, environmentNamed } from "../config/rendered";
import type { PlatformInput } from "../config/schema";
import { environmentOf } from "../config/stackConfiguration";
import { describedFaults } from "../gitops/check";
import { judgeHealed } from "./argocd/healed";
import { judgeArgoCd } from "./argocd/judge";
import { readArgoCd } from "./argocd/read";
import { connect, type Clusters } from "../stack/clusters";
import { stackConfiguration } from "../stack/pulumi";
import { readObjects } from "./objects";
import { report, withoutRepeats, type Report } from "./finding";
import { judgeGit } from "./git/judge";
import { readCheckout, readDeployed } from "./git/read";
import type { LiveObject } from "./managedFields";
import { preview } from "./pulumi/preview";
import type { PulumiResource } from "./pulumi/events";
import { judgePulumi } from "./pulumi/judge";
import { judgeVersions } from "./versions/judge";
import { readVersions } from "./versions/read";

/** Looks at a stack from its four sides. Reads only: neither the clusters nor the stack's state change. */
export async function inspect(platform: PlatformInput, stack: string, directory: string): Promise<Report> {
  const described = describeCheckout(platform, directory);
  const [configuration, checkout] = await Promise.all([stackConfiguration(stack), readCheckout(described, directory)]);
  const environment = environmentOf(platform, stack, configuration, directory);
  const inGit = environmentNamed(described, stack);
  const [clusters, undescribed] = await Promise.all([
    connect(environment),
    environmentFiles(environment).then((built) => describedFaults(environment, built, inGit)),
  ]);
  const { managers } = environment.drift;
  const [{ resources }, argocd] = await Promise.all([
    // The program refuses to run where Git is not what the configuration says.
    preview(stack, checkout.stale.length + undescribed.length === 0),
    readArgoCd(environment, inGit, clusters, managers),
  ]);
  const crds = [...argocd.live.values()].filter(({ kind }) => kind === "CustomResourceDefinition");
  const [live, deployed, found] = await Promise.all([
    readResources(resources, clusters),
    readDeployed(environment, argocd.applications, directory),
    readVersions(environment, clusters, argocd.applications, crds),
  ]);
  const findings = withoutRepeats([
    ...judgeGit({ ...checkout, undescribed, branch: environment.repository.branch, deployed }),
    ...judgeVersions(found, { ...versions, argocd: environment.argocd.version }),
    ...judgeArgoCd(argocd),
    ...judgePulumi({ stack, resources, live, managers }),
  ]);
  return report(stack, findings, judgeHealed(argocd, new Date()));
}

/** The live objects of a stack's resources, by URN. */
async function readResources(
  resources: readonly PulumiResource[],
  { hub, target }: Clusters,
): Promise<Map<string, LiveObject>> {
  const live = new Map<string, LiveObject>();
  for (const [cluster, isTheirs] of [
    [hub, (provider: string) => provider === "hub"],
    [target, (provider: string) => provider !== "hub"],
  ] as const) {
    const theirs = resources.filter(({ object, provider }) => object !== undefined && isTheirs(provider));
    const objects = await readObjects(
      cluster,
      theirs.map(({ object }) => object!),
    );
    theirs.forEach(({ urn }, index) => {
      const object = objects[index];
      if (object !== undefined) live.set(urn, object);
    });
  }
  return live;
}
