import type { LiveObject } from "../../../kube/live";

/** The settings of an Argo CD, and the parameters of its parts, as ConfigMaps that every Argo CD reads under these names. */
export const CONFIGURATION = "argocd-cm";
export const PARAMETERS = "argocd-cmd-params-cm";

/** What an operator and the chart write into them. */
const PLACES = {
  [CONFIGURATION]: { operator: "spec.extraConfig", chart: "configs.cm" },
  [PARAMETERS]: { operator: "spec.cmdParams", chart: "configs.params" },
};

/** Where the owner of an Argo CD writes what such a ConfigMap has: an operator and Helm write it again from what they are told. */
export function placeOf(configMap: LiveObject, name: keyof typeof PLACES): string {
  const operator = operatorOf(configMap);
  if (operator !== undefined) return `${PLACES[name].operator} of the ArgoCD ${operator}`;
  if (configMap.metadata.labels?.["app.kubernetes.io/managed-by"] === "Helm")
    return `${PLACES[name].chart} in the values of its Helm chart`;
  return `data of the ConfigMap ${name}`;
}

/** Name of the ArgoCD of an operator that manages it. */
export function operatorOf({ metadata }: LiveObject): string | undefined {
  return metadata.ownerReferences?.find(({ kind }) => kind === "ArgoCD")?.name;
}
