import { ARGOCD_NAMESPACE } from "../argocd/install";
import { compact, type KubernetesObject } from "../kubernetes";
import { chartRepository } from "./charts";
import type { RepositorySpec, SourcesSpec } from "./spec";

/** The repository Secrets of Argo CD, without what is secret in them: where the Git repository and the charts are. */
export function repositories(
  repository: RepositorySpec,
  sources: SourcesSpec,
): { git: KubernetesObject; charts: KubernetesObject } {
  return {
    git: repositorySecret("agentgateway-infra-repo", {
      type: "git",
      url: repository.url,
      username: repository.username,
    }),
    charts: repositorySecret("agentgateway-charts", {
      type: "helm",
      name: "agentgateway-charts",
      url: chartRepository(sources.charts),
      enableOCI: sources.charts.startsWith("oci://") ? "true" : undefined,
    }),
  };
}

function repositorySecret(name: string, stringData: Record<string, string | undefined>): KubernetesObject {
  return compact({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: ARGOCD_NAMESPACE, labels: { "argocd.argoproj.io/secret-type": "repository" } },
    type: "Opaque",
    stringData,
  });
}
