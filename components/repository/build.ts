import type { SecretEntry } from "../credentials";
import type { ArgoCdSpec } from "../argocd/spec";
import { compact, sortedEntries, type KubernetesObject } from "../../kube/object";
import { chartRepository } from "./address";
import { openData, secretEntries } from "./credentials/build";
import type { CredentialTemplate } from "./credentials/spec";
import type { RepositorySpec, SourcesSpec } from "./spec";

/** A Secret by which Argo CD knows a repository. */
export interface RepositorySecret {
  /** The Secret without what is secret in it, as it may be in Git. */
  object: KubernetesObject;
  /** What is secret in it. */
  entries: SecretEntry[];
}

/**
 * The Secrets of the Git repository and the charts, without what is secret in them: where these are.
 *
 * @param namespace that of Argo CD
 */
export function repositories(
  repository: RepositorySpec,
  sources: SourcesSpec,
  namespace: string,
): { git: KubernetesObject; charts: KubernetesObject } {
  const { git, charts } = repositorySecrets(repository, sources, namespace);
  return { git: git.object, charts: charts.object };
}

/** The same, with what is secret in them. */
export function repositorySecrets(
  repository: RepositorySpec,
  sources: SourcesSpec,
  namespace: string,
): { git: RepositorySecret; charts: RepositorySecret } {
  const { url } = repository;
  return {
    git: {
      object: secret("repository", repository.existingSecret ?? "agentgateway-infra-repo", namespace, {
        type: "git",
        url,
        ...openData(repository),
      }),
      entries: repository.existingSecret === undefined ? secretEntries("repository", url, repository) : [],
    },
    charts: {
      object: secret("repository", "agentgateway-charts", namespace, {
        type: "helm",
        name: "agentgateway-charts",
        ...registry("helm", sources.charts),
      }),
      entries: [],
    },
  };
}

/** Credentials for repositories and registries that have none of their own, by what their addresses begin with. */
export function credentialTemplates({
  credentials,
  namespace,
}: Pick<ArgoCdSpec, "credentials" | "namespace">): Record<string, RepositorySecret> {
  return Object.fromEntries(
    sortedEntries(credentials).map(([name, template]) => [
      name,
      {
        object: secret("repo-creds", `agentgateway-credentials-${name}`, namespace, {
          ...registry(templateType(template), template.url),
          ...openData(template),
        }),
        entries: secretEntries(`argocd.credentials.${name}`, template.url, template, true),
      },
    ]),
  );
}

/** What a template is for, where it does not say. */
export function templateType({ type, url }: Pick<CredentialTemplate, "type" | "url">): "git" | "helm" | "oci" {
  return type ?? (url.startsWith("oci://") ? "helm" : "git");
}

/** The address of a repository, as Argo CD's Secrets have it. */
export function registry(type: "git" | "helm" | "oci", url: string): Record<string, string | undefined> {
  if (type !== "helm") return { type, url };
  return { type, url: chartRepository(url), enableOCI: url.startsWith("oci://") ? "true" : undefined };
}

function secret(
  type: string,
  name: string,
  namespace: string,
  stringData: Record<string, string | undefined>,
): KubernetesObject {
  return compact({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, labels: { "argocd.argoproj.io/secret-type": type } },
    type: "Opaque",
    stringData,
  });
}
