import type { KubernetesObject } from "../../kube/object";
import { ARGOCD_NAMESPACE } from "./namespace";

/**
 * The AppProject `default`, in which nothing is allowed. It can't be left out: argocd-server makes one that allows
 * everything where there is none, and an Application that names no project is in it.
 */
export const lockedDefaultProject: KubernetesObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "AppProject",
  metadata: { name: "default", namespace: ARGOCD_NAMESPACE },
  spec: {
    description: "Locked: every Application has a project of its own",
    sourceRepos: [],
    sourceNamespaces: [],
    destinations: [],
    clusterResourceWhitelist: [],
    namespaceResourceBlacklist: [{ group: "*", kind: "*" }],
  },
};
