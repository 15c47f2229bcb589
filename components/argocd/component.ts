import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../kube/object";
import { encoded, revealed } from "../secret";
import { ADMIN, passwordUsers } from "./access/build";
import { ARGOCD_NAMESPACE, installManifest, objectsIn, type ReleaseFiles } from "./install";
import { password, userPassword, type UserPassword } from "./password";
import { lockedDefaultProject } from "./project";
import { leaveReferencesUnread } from "../pulumiRuntime";
import type { ArgoCdSpec } from "./spec";
import { signOnSecret } from "./sso/build";
import { unusedWebhookKeys, unguessableSecret, webhookEntries, webhookSettings } from "./webhook/build";

export interface ArgoCdArgs {
  spec: ArgoCdSpec;
  /** Provider of the cluster that Argo CD is installed in. */
  provider: k8s.Provider;
  /** The files of the release. */
  release: ReleaseFiles;
  /** Applies CRDs that are no resources, and returns when their kinds are served. Not called in a preview. */
  applyCrds: (definitions: KubernetesObject[]) => Promise<void>;
}

/** Argo CD in its own namespace, with the settings that make "Healthy" mean "working". */
export class ArgoCd extends pulumi.ComponentResource {
  /** Namespace of Argo CD. */
  readonly namespace: pulumi.Output<string>;
  /** Passwords of the users that log in with one, by name. Secrets. */
  readonly passwords: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ArgoCdArgs, opts?: pulumi.ComponentResourceOptions) {
    const { spec, provider, release } = args;
    const shown = release.applicationSets === undefined ? {} : { definitions: { applicationSets: spec.version } };
    super("agentgateway-infra:index:ArgoCd", name, shown, opts);
    const inCluster = { parent: this, provider };

    const namespace = this.createNamespace(name, spec, inCluster);
    const inNamespace = { ...inCluster, dependsOn: namespace };
    const passwords = this.createPasswords(name, spec, inNamespace);
    const redis = password(`${name}-redis`, this);
    const argocdSecret = { ...passwordData(spec, passwords), ...this.createWebhookData(name, spec) };
    const secrets = [
      secretFor(`${name}-secret`, "argocd-secret", argocdSecret, inNamespace),
      secretFor(`${name}-redis-secret`, "argocd-redis", { auth: redis.result }, inNamespace),
      ...this.createSignOnSecret(name, spec, inNamespace),
    ];
    leaveReferencesUnread();
    const install = new k8s.yaml.v2.ConfigGroup(
      `${name}-install`,
      { yaml: this.afterDefinitions(args, namespace, installManifest(release, spec)) },
      { ...inCluster, dependsOn: [namespace, ...secrets] },
    );
    this.lockDefaultProject(name, { ...inCluster, dependsOn: install, deletedWith: namespace });

    this.namespace = namespace.metadata.name;
    this.passwords = Object.fromEntries(Object.entries(passwords).map(([user, { plain }]) => [user, plain]));
    this.registerOutputs({ namespace: this.namespace, passwords: this.passwords });
  }

  private createNamespace(
    name: string,
    { podSecurity }: ArgoCdSpec,
    opts: pulumi.CustomResourceOptions,
  ): k8s.core.v1.Namespace {
    const labels = { "pod-security.kubernetes.io/enforce": podSecurity };
    return new k8s.core.v1.Namespace(`${name}-namespace`, { metadata: { name: ARGOCD_NAMESPACE, labels } }, opts);
  }

  /** A manifest, once the CRDs are there that what it installs can't do without. */
  private afterDefinitions(
    { release: { applicationSets }, applyCrds }: ArgoCdArgs,
    namespace: k8s.core.v1.Namespace,
    manifest: string,
  ): pulumi.Input<string> {
    if (applicationSets === undefined || pulumi.runtime.isDryRun()) return manifest;
    // After the namespace: where that belongs to somebody else, the stack is refused, and has changed nothing.
    return namespace.id.apply(async () => {
      await applyCrds(objectsIn(applicationSets));
      return manifest;
    });
  }

  private createPasswords(
    name: string,
    spec: ArgoCdSpec,
    opts: pulumi.CustomResourceOptions,
  ): Record<string, UserPassword> {
    return Object.fromEntries(
      passwordUsers(spec).map(({ name: user, version }) => [
        user,
        userPassword(user === ADMIN ? `${name}-admin` : `${name}-account-${user}`, version, opts),
      ]),
    );
  }

  /** What `argocd-secret` says of the Git hosts that announce pushes. */
  private createWebhookData(name: string, { webhook }: ArgoCdSpec): Record<string, pulumi.Input<string>> {
    if (webhook === undefined) return {};
    const known = { ...webhookSettings(webhook), ...revealed(webhookEntries(webhook)) };
    const unknown = password(`${name}-webhook`, this).result.apply((seed) => unguessableSecret(seed, known));
    return { ...known, ...Object.fromEntries(unusedWebhookKeys(webhook).map((key) => [key, unknown])) };
  }

  private createSignOnSecret(name: string, { sso }: ArgoCdSpec, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
    const secret = signOnSecret(sso);
    if (secret === undefined) return [];
    return [secretFor(`${name}-sso-secret`, secret.name, revealed(secret.entries), opts)];
  }

  private lockDefaultProject(name: string, opts: pulumi.CustomResourceOptions): void {
    const { apiVersion, kind, metadata, spec } = lockedDefaultProject;
    new k8s.apiextensions.CustomResourcePatch(`${name}-default-project`, { apiVersion, kind, metadata, spec }, opts);
  }
}

/** What `argocd-secret` says of the users that log in with a password. */
function passwordData(
  spec: ArgoCdSpec,
  passwords: Record<string, UserPassword>,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    passwordUsers(spec).flatMap(({ name, keys }) => {
      const { hash, since } = passwords[name] as UserPassword;
      return [
        [`${keys}.password`, hash],
        [`${keys}.passwordMtime`, since],
      ];
    }),
  );
}

/** A Secret that Argo CD reads: it sees none without the label. What argocd-server adds to it stays untouched. */
function secretFor(
  resource: string,
  name: string,
  data: Record<string, pulumi.Input<string>>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const metadata = {
    name,
    namespace: ARGOCD_NAMESPACE,
    labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "argocd" },
  };
  return new k8s.core.v1.Secret(resource, { metadata, data: encoded(data) }, opts);
}
