import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Environment } from "../../config/schema";
import { objectName } from "../../kube/schemas";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { assertValid, secretErrors } from "../delivery/entry";
import { Desired, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { dataOf, encoded, revealed } from "../secret";
import { credentialTemplates, repositorySecrets, type RepositorySecret } from "./build";
import { credentialTemplate } from "./credentials/spec";
import { repositorySpec, sourcesSpec } from "./spec";

/** What Argo CD is told of repositories. */
export const repositoriesSpec = z.strictObject({
  repository: repositorySpec,
  sources: sourcesSpec.prefault({}),
  credentials: z.record(objectName, credentialTemplate).default({}),
  /** Namespace of Argo CD. */
  namespace: objectName.default(ARGOCD_NAMESPACE),
});

export type RepositoriesSpec = z.output<typeof repositoriesSpec>;

/** Secrets that are known as they are. */
export interface KnownSecrets {
  url: string;
  /** By what distinguishes their resources. */
  secrets: Record<string, RepositorySecret>;
}

/** The Git repository, by its address and credentials, and what Argo CD needs beside it. */
export type GitRepositoryArgs = Omit<Inputs<z.input<typeof repositorySpec>>, "branch"> & {
  /** Helm repository of the agentgateway charts: `oci://…` or `https://…`. Default: the published one. */
  charts?: pulumi.Input<string>;
  /** Credentials for other repositories and registries, such as a mirror of the charts, by any name. Default: none. */
  credentials?: Record<string, Inputs<z.input<typeof credentialTemplate>>>;
  /** Namespace of Argo CD. Default: `argocd`. */
  namespace?: pulumi.Input<string>;
};

/**
 * Registers a Git repository and the repository of the agentgateway charts in an Argo CD, with credentials. Its provider is
 * that of the cluster in which Argo CD runs.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class GitRepository extends pulumi.ComponentResource {
  /** URL of the Git repository. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: GitRepositoryArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: Desired<RepositoriesSpec> | KnownSecrets, opts?: pulumi.ComponentResourceOptions);
  constructor(
    name: string,
    args: GitRepositoryArgs | Desired<RepositoriesSpec> | KnownSecrets,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const child = { dependsOn: opts?.dependsOn };
    if ("secrets" in args) {
      super("agentgateway-infra:index:GitRepository", name, {}, opts);
      for (const [key, secret] of Object.entries(args.secrets)) {
        const { metadata, type } = secret.object;
        const data = encoded(valuesOf(secret));
        new k8s.core.v1.Secret(`${name}-${key}`, { metadata, type: type as string, data }, { ...child, parent: this });
      }
      this.url = pulumi.output(args.url);
      this.registerOutputs({ url: this.url });
      return;
    }
    const owner = { component: "GitRepository", name };
    const desired = args instanceof Desired ? args : desiredOf(owner, args);
    super("agentgateway-infra:index:GitRepository", name, {}, opts);
    for (const [key, { object }] of Object.entries(secretsOf(desired.structure))) {
      const { metadata, type } = object;
      new k8s.core.v1.Secret(
        `${name}-${key}`,
        {
          metadata: { ...metadata, namespace: desired.value(({ namespace }) => namespace) },
          type: type as string,
          data: dataOf(desired, (spec) => valuesOf(secretsOf(spec)[key] as RepositorySecret)),
        },
        { ...child, parent: this },
      );
    }
    this.url = pulumi.output(desired.value(({ repository }) => repository.url));
    this.registerOutputs({ url: this.url });
  }
}

/** The repositories of an environment that has been validated. */
export function environmentRepositories({
  repository,
  sources,
  argocd,
}: Pick<Environment, "repository" | "sources" | "argocd">): Desired<RepositoriesSpec> {
  const { credentials, namespace } = argocd;
  return Desired.known(
    { component: "GitRepository", name: repository.url },
    { repository, sources, credentials, namespace },
  );
}

/** The Secrets of the repositories and of the credentials, by what distinguishes their resources. */
function secretsOf({
  repository,
  sources,
  credentials,
  namespace,
}: RepositoriesSpec): Record<string, RepositorySecret> {
  const templates = Object.entries(credentialTemplates({ credentials, namespace }));
  const { git, charts } = repositorySecrets(repository, sources, namespace);
  return {
    ...(repository.existingSecret === undefined && { git }),
    charts,
    ...Object.fromEntries(templates.map(([key, secret]) => [`credentials-${key}`, secret])),
  };
}

function valuesOf({ object, entries }: RepositorySecret): Record<string, pulumi.Input<string>> {
  return { ...(object.stringData as Record<string, string>), ...revealed(entries) };
}

function desiredOf(owner: Owner, args: GitRepositoryArgs): Desired<RepositoriesSpec> {
  const { charts, credentials = {}, namespace, ...repository } = args;
  const desired = Desired.of(owner, repositoriesSpec, { repository, sources: { charts }, credentials, namespace });
  const errors = secretErrors(Object.values(secretsOf(desired.structure))).map((error) => ({
    ...error,
    path: error.path.replace(/^argocd\./, ""),
  }));
  assertValid(owner, "repository", errors);
  return desired;
}
