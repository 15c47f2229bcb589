import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../core/errors";
import type { ApiServer } from "../../kube/kubeconfig";
import { tryToken, type TokenTrial } from "../../kube/tryToken";

/**
 * Tries the token of Argo CD before Argo CD is given it.
 *
 * @param cluster name by which Argo CD knows the cluster
 */
export function tokenTrial(cluster: string): (server: ApiServer, token: string) => Promise<void> {
  return async (server, token) => {
    const unknown = assertAccepted(cluster, server.server, await tryToken(server, token));
    if (unknown !== undefined) void pulumi.log.info(unknown);
  };
}

/**
 * What is not known after a trial, if anything.
 *
 * @throws UserError where the server has refused the token
 */
export function assertAccepted(cluster: string, server: string, trial: TokenTrial): string | undefined {
  switch (trial.outcome) {
    case "accepted":
      return undefined;
    case "unreachable":
      return `Whether ${server} accepts the token of Argo CD could not be tried from here (${trial.reason}).`;
    case "refused":
      throw new UserError(`Argo CD could not connect to the cluster ${cluster}, so it was not given the token:`, [
        {
          path: "cluster.argocd.server",
          problem:
            `is ${server}, which does not accept the token of a ServiceAccount of that cluster (${trial.answer}). ` +
            "A proxy before the API server, such as Rancher's, Teleport's or a connect gateway, takes its own credentials only",
          remedy:
            "Give Argo CD the address of the API server itself (cluster.argocd.server and caData), " +
            "or an identity that this server takes (cluster.argocd.identity).",
        },
      ]);
  }
}
