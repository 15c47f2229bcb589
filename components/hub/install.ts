import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import { ArgoCd } from "../argocd/component";
import type { ReleaseFiles } from "../argocd/install";
import type { Hub as Access } from "../cluster/access";
import { EXPORTED_KUBECONFIG } from "../cluster/spec";
import { applyCrds } from "../controller/applyCrds";
import { waitOptions } from "../delivery/wait";
import type { LiveStack } from "../live/stack";
import { environmentRepositories, GitRepository } from "../repository/component";
import { Hub } from "./component";

/** The Argo CD that a stack installs, and what it is told of repositories. */
export interface Installed {
  argocd: ArgoCd;
  repository: GitRepository;
}

/** Installs a stack's own Argo CD. */
export function installArgoCd(environment: Environment, { hub, cluster }: Access, release: ReleaseFiles): Installed {
  const { argocd: spec } = environment;
  const argocd = new ArgoCd(
    "argocd",
    {
      spec,
      release,
      all: environment,
      applyCrds: (crds) => applyCrds(cluster, crds, waitOptions(environment)),
    },
    { provider: hub },
  );
  const repository = new GitRepository("repository", environmentRepositories(environment), {
    provider: hub,
    dependsOn: [argocd],
  });
  return { argocd, repository };
}

/** The outputs of a stack that installs an Argo CD. */
export function argocdOutputs({ cluster }: Environment, { argocd }: Installed) {
  return {
    argocdPasswords: argocd.passwords,
    // By which stages register their clusters: argocd.kubeconfigFrom.
    [EXPORTED_KUBECONFIG]: pulumi.secret(cluster.kubeconfig?.reveal()),
  };
}

/** The program of a stack without an environment (`delivery: none`), and its outputs. */
export function deployHub(
  environment: Environment,
  access: Access,
  release: ReleaseFiles,
  live: Pick<LiveStack, "compare">,
) {
  const installed = installArgoCd(environment, access, release);
  const hub = new Hub("hub", { provider: access.hub, dependsOn: Object.values<pulumi.Resource>({ ...installed }) });
  live.compare(Object.entries({ hub, ...installed }), new Map());
  return argocdOutputs(environment, installed);
}
