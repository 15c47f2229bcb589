import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import { RootApplication } from "../application/component";
import { untilDeployed } from "../application/wait";
import { ArgoCd } from "../argocd/component";
import { readRelease } from "../argocd/release";
import type { Hub } from "../cluster/access";
import { applyDefinitions } from "../controller/definitions";
import { GitRepository } from "../repository/component";
import type { Delivery } from "./delivery";
import { waiting } from "./log";

/**
 * Argo CD brings what Git holds: the root Application comes last, and knows all the others.
 *
 * @param described the environment as Git describes it
 */
export async function gitops(environment: Environment, described: Environment, argo: Hub): Promise<Delivery> {
  const { hub, client, applications, connection } = argo;
  const { argocd: spec } = environment;
  const release = spec.mode === "own" ? await readRelease(spec) : undefined;
  const argocd =
    release &&
    new ArgoCd("argocd", {
      spec,
      provider: hub,
      release,
      applyDefinitions: async (crds) => applyDefinitions(await client(), crds, waiting(environment)),
    });
  const repository = argocd && new GitRepository("repository", { environment, hub, after: [argocd] });
  return {
    before: [],
    complete: (after) => {
      if (!pulumi.runtime.isDryRun()) applications.connect();
      const root = new RootApplication("root", {
        environment,
        described,
        hub,
        remote: spec.mode === "hub",
        after: [...after, argocd, repository].filter((resource) => resource !== undefined),
        untilDeployed: (names, resource) =>
          untilDeployed(applications, names, waiting(environment, resource), connection),
      });
      return {
        application: root.applicationName,
        ...(argocd && {
          argocdPasswords: argocd.passwords,
          // By which stages register their clusters: argocd.kubeconfigFrom.
          kubeconfig: pulumi.secret(environment.cluster.kubeconfig?.reveal()),
        }),
      };
    },
  };
}
