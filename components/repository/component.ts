import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { KubernetesObject } from "../kubernetes";
import { encoded } from "../secret";
import { repositories } from "./build";

export interface GitRepositoryArgs {
  /** The environment that is read from it. */
  environment: Pick<Environment, "repository" | "sources">;
  /** Provider of the cluster that Argo CD runs in. */
  hub: k8s.Provider;
  /** What must be there first: Argo CD's namespace. */
  after: pulumi.Resource[];
}

/** Tells Argo CD of the Git repository, with its credentials, and of the repository of the charts. */
export class GitRepository extends pulumi.ComponentResource {
  /** URL of the Git repository. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, { environment, hub, after }: GitRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:GitRepository", name, {}, opts);
    const { git, charts } = repositories(environment.repository, environment.sources);
    const password = environment.repository.password?.reveal();
    const inHub = { parent: this, provider: hub, dependsOn: after };

    secretOf(`${name}-git`, git, password === undefined ? {} : { password }, inHub);
    secretOf(`${name}-charts`, charts, {}, inHub);

    this.url = pulumi.output(environment.repository.url);
    this.registerOutputs({ url: this.url });
  }
}

function secretOf(
  name: string,
  { metadata, type, stringData }: KubernetesObject,
  secrets: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
) {
  const data = encoded({ ...(stringData as Record<string, string>), ...secrets });
  return new k8s.core.v1.Secret(name, { metadata, type: type as string, data }, opts);
}
