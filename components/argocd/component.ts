import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { encoded } from "../secret";
import { ARGOCD_NAMESPACE, installManifest, type ReleaseFiles } from "./install";
import type { ArgoCdSpec } from "./spec";

export interface ArgoCdArgs {
  spec: ArgoCdSpec;
  /** Provider of the cluster that Argo CD is installed in. */
  provider: k8s.Provider;
  /** The files of the release. */
  release: ReleaseFiles;
}

/** Argo CD in its own namespace, with the settings that make "Healthy" mean "working". */
export class ArgoCd extends pulumi.ComponentResource {
  /** Namespace of Argo CD. */
  readonly namespace: pulumi.Output<string>;
  /** Password of the user `admin`. A secret. */
  readonly adminPassword: pulumi.Output<string>;

  constructor(name: string, { spec, provider, release }: ArgoCdArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:ArgoCd", name, {}, opts);
    const inCluster = { parent: this, provider };

    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: ARGOCD_NAMESPACE } },
      inCluster,
    );
    const inNamespace = { ...inCluster, dependsOn: namespace };

    const admin = password(`${name}-admin`, this);
    const redis = password(`${name}-redis`, this);
    const adminSecret = secretFor(
      `${name}-secret`,
      "argocd-secret",
      { "admin.password": admin.bcryptHash },
      inNamespace,
    );
    const redisSecret = secretFor(`${name}-redis-secret`, "argocd-redis", { auth: redis.result }, inNamespace);

    new k8s.yaml.v2.ConfigGroup(
      `${name}-install`,
      { yaml: installManifest(release, spec) },
      { ...inCluster, dependsOn: [namespace, adminSecret, redisSecret] },
    );

    this.namespace = namespace.metadata.name;
    this.adminPassword = admin.result;
    this.registerOutputs({ namespace: this.namespace, adminPassword: this.adminPassword });
  }
}

function password(name: string, parent: pulumi.Resource): random.RandomPassword {
  return new random.RandomPassword(`${name}-password`, { length: 32, special: false }, { parent });
}

/** A Secret that Argo CD reads: it sees none without the label. What argocd-server adds to it stays untouched. */
function secretFor(
  resource: string,
  name: string,
  data: Record<string, pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const labels = { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" };
  return new k8s.core.v1.Secret(
    resource,
    { metadata: { name, namespace: ARGOCD_NAMESPACE, labels }, data: encoded(data) },
    opts,
  );
}
