import { Cluster } from "./cluster";
import { select } from "./kubeconfig";
import { accessTo, type Access } from "./request";

/**
 * The server of a context of a kubeconfig, and its user's credentials. May run the program that has them.
 *
 * @param context default: the kubeconfig's current one
 * @throws where there is none; CredentialsError where the program gives none
 */
export function accessOf(kubeconfig: string, context?: string): Promise<Access> {
  return accessTo(select(kubeconfig, context));
}

/**
 * The cluster of a context of a kubeconfig.
 *
 * @param context default: the kubeconfig's current one
 * @param path of the kubeconfig in the configuration, by which messages name it
 */
export function clusterAt(kubeconfig: string, context?: string, path?: string): Cluster {
  return new Cluster(() => accessOf(kubeconfig, context), path);
}
