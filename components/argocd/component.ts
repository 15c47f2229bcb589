import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { mapValues } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";
import type { SecretSpec } from "../credentials";
import { assertValid, secretErrors } from "../delivery/entry";
import { Desired } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { encoded, revealed } from "../secret";
import { ADMIN, passwordUsers } from "./access/build";
import { argocdErrors } from "./errors";
import { installManifest, objectsIn, type ForAll, placedManifest, type ReleaseFiles } from "./install";
import { ARGOCD_NAMESPACE } from "./namespace";
import { notificationsSecret } from "./notifications/build";
import { password, userPassword, type UserPassword } from "./password";
import { lockedDefaultProject } from "./project";
import { readRelease } from "./release";
import { argocdSpec, type ArgoCdSpec } from "./spec";
import { signOnSecret } from "./sso/build";
import { unusedWebhookKeys, unguessableSecret, webhookEntries, webhookSettings } from "./webhook/build";

/** An Argo CD and its settings. */
export type ArgoCdArgs = Omit<Inputs<z.input<typeof argocdSpec>>, keyof typeof NOT_INSTALLED | "credentials">;

/** What an installation has no use for: it says where another Argo CD is. */
const NOT_INSTALLED = { mode: true, kubeconfig: true, kubeconfigFrom: true, context: true, namespace: true } as const;

/** What our own stack knows of its Argo CD. */
export interface StackArgoCd {
  spec: ArgoCdSpec;
  /** The files of the release. */
  release: ReleaseFiles;
  /** What the stack says of all that it deploys. */
  all?: ForAll;
  /** Applies CRDs that are no resources, and returns when their kinds are served. Not called in a preview. */
  applyCrds: (crds: KubernetesObject[]) => Promise<void>;
}

/**
 * Argo CD in its own namespace, with the settings that make "Healthy" mean "working". Its provider is that of the cluster.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class ArgoCd extends pulumi.ComponentResource {
  /** Namespace of Argo CD. */
  readonly namespace: pulumi.Output<string>;
  /** Passwords of the users that log in with one, by name. Secrets. */
  readonly passwords: Record<string, pulumi.Output<string>>;

  constructor(name: string, args: ArgoCdArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: StackArgoCd, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: ArgoCdArgs | StackArgoCd, opts?: pulumi.ComponentResourceOptions) {
    const own = "release" in args ? args : undefined;
    const desired = own ? Desired.known({ component: "ArgoCd", name }, own.spec) : desiredOf(name, args as ArgoCdArgs);
    const spec = desired.structure;
    super("agentgateway-infra:index:ArgoCd", name, own ? crdsApart(own) : {}, opts);
    const inCluster = { parent: this };

    const namespace = this.createNamespace(
      name,
      desired.value(({ podSecurity }) => podSecurity),
      inCluster,
    );
    const inNamespace = { ...inCluster, dependsOn: namespace };
    const passwords = this.createPasswords(name, spec, inNamespace);
    const redis = password(`${name}-redis`, this);
    const argocdSecret = { ...passwordData(spec, passwords), ...this.createWebhookData(name, desired) };
    const secrets = [
      secretFor(`${name}-secret`, "argocd-secret", argocdSecret, inNamespace),
      secretFor(`${name}-redis-secret`, "argocd-redis", { auth: redis.result }, inNamespace),
      ...secretOf(`${name}-sso-secret`, signOnSecret(spec.sso), inNamespace),
      ...secretOf(`${name}-notifications-secret`, notificationsSecret(spec.notifications), inNamespace),
    ];
    const install = new k8s.yaml.v2.ConfigGroup(
      `${name}-install`,
      { yaml: own ? afterCrds(own, namespace) : desired.value(manifestOf) },
      { ...inCluster, dependsOn: [namespace, ...secrets] },
    );
    this.lockDefaultProject(name, { ...inCluster, dependsOn: install, deletedWith: namespace });

    this.namespace = namespace.metadata.name;
    this.passwords = mapValues(passwords, (_, { plain }) => plain);
    this.registerOutputs({ namespace: this.namespace, passwords: this.passwords });
  }

  private createNamespace(
    name: string,
    podSecurity: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): k8s.core.v1.Namespace {
    const labels = { "pod-security.kubernetes.io/enforce": podSecurity };
    return new k8s.core.v1.Namespace(`${name}-namespace`, { metadata: { name: ARGOCD_NAMESPACE, labels } }, opts);
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
  private createWebhookData(name: string, desired: Desired<ArgoCdSpec>): Record<string, pulumi.Input<string>> {
    const { webhook } = desired.structure;
    if (webhook === undefined) return {};
    const known = {
      ...mapValues(webhookSettings(webhook), (key) =>
        desired.value((spec) => webhookSettings(spec.webhook ?? webhook)[key] ?? ""),
      ),
      ...revealed(webhookEntries(webhook)),
    };
    const unknown = pulumi
      .all([password(`${name}-webhook`, this).result, pulumi.all(known)])
      .apply(([seed, values]) => unguessableSecret(seed, values));
    return { ...known, ...Object.fromEntries(unusedWebhookKeys(webhook).map((key) => [key, unknown])) };
  }

  private lockDefaultProject(name: string, opts: pulumi.CustomResourceOptions): void {
    const { apiVersion, kind, metadata, spec } = lockedDefaultProject;
    new k8s.apiextensions.CustomResourcePatch(`${name}-default-project`, { apiVersion, kind, metadata, spec }, opts);
  }
}

function desiredOf(name: string, args: ArgoCdArgs): Desired<ArgoCdSpec> {
  const owner = { component: "ArgoCd", name };
  const installed = argocdSpec.omit({ ...NOT_INSTALLED, credentials: true });
  const desired = Desired.of(owner, installed, args).map(
    (spec) => ({ ...spec, mode: "install", namespace: ARGOCD_NAMESPACE, credentials: {} }) as const,
  );
  const { sso, webhook, notifications } = desired.structure;
  const secrets = [{ entries: webhookEntries(webhook) }, signOnSecret(sso), notificationsSecret(notifications)];
  assertValid(owner, "argocd", [...argocdErrors(desired.structure), ...secretErrors(secrets)]);
  return desired;
}

/** The manifest of an installation, with all CRDs. */
function manifestOf(spec: ArgoCdSpec): Promise<string> {
  return readRelease(spec).then((release) => {
    const { applicationSets } = release;
    const crds = applicationSets === undefined ? release.crds : [...release.crds, applicationSets];
    return placedManifest({ ...release, crds }, spec);
  });
}

/** The version of the CRDs that are no resources of Pulumi's, so that a preview shows another one. */
function crdsApart({ release, spec }: StackArgoCd): pulumi.Inputs {
  return release.applicationSets === undefined ? {} : { definitions: { applicationSets: spec.version } };
}

/** The manifest, once the CRDs are there that what it installs can't do without. */
function afterCrds(
  { spec, release, all, applyCrds }: StackArgoCd,
  namespace: k8s.core.v1.Namespace,
): pulumi.Input<string> {
  const manifest = installManifest(release, spec, all);
  const { applicationSets } = release;
  if (applicationSets === undefined || pulumi.runtime.isDryRun()) return manifest;
  // After the namespace: where that belongs to somebody else, the stack is refused, and has changed nothing.
  return namespace.id.apply(async () => {
    await applyCrds(objectsIn(applicationSets));
    return manifest;
  });
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

/** The Secret of a part, where it has something secret. */
function secretOf(
  resource: string,
  secret: SecretSpec | undefined,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return secret === undefined ? [] : [secretFor(resource, secret.name, revealed(secret.entries), opts)];
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
