import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import { encoded, revealed } from "../secret";
import { credentialTemplates, repositorySecrets, type RepositorySecret } from "./build";

export interface GitRepositoryArgs {
  /** The environment that is read from it. */
  environment: Pick<Environment, "repository" | "sources" | "argocd">;
  /** Provider of the cluster that Argo CD runs in. */
  hub: k8s.Provider;
  /** What must be there first: Argo CD's namespace. */
  after: pulumi.Resource[];
}

/** Tells Argo CD of the Git repository and the repository of the charts, and gives it credentials for these and others. */
export class GitRepository extends pulumi.ComponentResource {
  /** URL of the Git repository. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, { environment, hub, after }: GitRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:GitRepository", name, {}, opts);
    const { repository, sources, argocd } = environment;
    const inHub = { parent: this, provider: hub, dependsOn: after };

    for (const [key, secret] of Object.entries(repositorySecrets(repository, sources))) {
      secretOf(`${name}-${key}`, secret, inHub);
    }
    for (const [key, secret] of Object.entries(credentialTemplates(argocd))) {
      secretOf(`${name}-credentials-${key}`, secret, inHub);
    }

    this.url = pulumi.output(repository.url);
    this.registerOutputs({ url: this.url });
  }
}

function secretOf(name: string, { object, entries }: RepositorySecret, opts: pulumi.CustomResourceOptions) {
  const { metadata, type, stringData } = object;
  const data = encoded({ ...(stringData as Record<string, string>), ...revealed(entries) });
  return new k8s.core.v1.Secret(name, { metadata, type: type as string, data }, opts);
}
