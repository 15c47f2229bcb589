import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../core/errors";
import type { ApiServer } from "../../kube/kubeconfig";
import { tryToken, type TokenTrial } from "../../kube/tryToken";

/**
 * Tries the token of Argo CD before Argo CD is given it.
 *
 * @param cluster name by which Argo CD knows the cluster
 * @param kubeconfigs the API server as the kubeconfig has it
 */
export function tokenTrial(
  cluster: string,
  kubeconfigs: ApiServer,
): (server: ApiServer, token: string) => Promise<void> {
  return async (server, token) => {
    const unknown = assertAccepted(cluster, server.server, await tryToken(reachedFromHere(server, kubeconfigs), token));
    if (unknown !== undefined) void pulumi.log.info(unknown);
  };
}

/** Argo CD's address as it is reached from here: where it is the kubeconfig's, through that one's proxy and no other. */
export function reachedFromHere(argocds: ApiServer, { server, proxyUrl }: ApiServer): ApiServer {
  if (argocds.server !== server) return argocds;
  const { proxyUrl: _, ...known } = argocds;
  return { ...known, ...(proxyUrl !== undefined && { proxyUrl }) };
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
