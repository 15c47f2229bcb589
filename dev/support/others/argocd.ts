import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { KubernetesObject } from "../../../kube/object";
import { contentUrls, GIT_USER } from "../../sandbox/http/server";
import { layoutAt } from "../../sandbox/state/layout";
import { readSandbox, type Sandbox } from "../../sandbox/state/sandbox";
import { ensureToolchain } from "../../sandbox/toolchain";
import type { Checkout } from "../checkout";
import { assertCode, eventually } from "../shell";
import { applyAsPlatform, asPlatform, CLUSTER, PLATFORM } from "./platform";

/** Where the platform has its Argo CD. */
export const ARGOCD = "openshift-gitops";
/** A namespace that this Argo CD deploys to. */
export const TEAM = "team-a";

/**
 * Installs Argo CD as its own pages say, into another namespace: the published manifests, by kustomize. It sees two namespaces
 * of its cluster alone, as an operator has it.
 */
export async function installArgoCd(checkout: Checkout): Promise<void> {
  const { assets } = await ensureToolchain({ only: [] });
  const directory = join(checkout.root, "their-argocd");
  mkdirSync(directory);
  copyFileSync(join(assets.argocdManifests, "install.yaml"), join(directory, "install.yaml"));
  const settings = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cm" },
    data: { "resource.respectRBAC": "normal" },
  };
  // The manifests bind their cluster-wide roles to accounts in the namespace argocd.
  const subject = [{ op: "replace", path: "/subjects/0/namespace", value: ARGOCD }];
  const patches = [
    { patch: stringify(settings) },
    { target: { kind: "ClusterRoleBinding" }, patch: stringify(subject) },
  ];
  const kustomization = { namespace: ARGOCD, resources: ["install.yaml"], patches };
  writeFileSync(join(directory, "kustomization.yaml"), stringify(kustomization));
  const apply = ["apply", "--server-side", "--field-manager", PLATFORM, "-k", directory];
  assertCode(await asPlatform(checkout, apply), 0);
  await applyAsPlatform(checkout, [limitedTo(ARGOCD, TEAM)]);
}

/** Has that Argo CD look at Applications in another namespace, too. Its processes do so from the start; it is the setting that a person reads. */
export async function lookAt(checkout: Checkout, namespace: string): Promise<void> {
  const parameters = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "argocd-cmd-params-cm", namespace: ARGOCD },
    data: { "application.namespaces": namespace },
  };
  await applyAsPlatform(checkout, [parameters]);
}

/** An Application of the platform's, with its AppProject and repository, and a ConfigMap that it deploys. */
export async function deployTheirs(checkout: Checkout): Promise<void> {
  const file = join(checkout.directory, PLATFORM, "settings.yaml");
  checkout.git("switch", "--quiet", "--create", PLATFORM);
  mkdirSync(join(checkout.directory, PLATFORM));
  const data = { tier: "gold" };
  writeFileSync(file, stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data }));
  checkout.commit("What the platform deploys");
  assertCode(await checkout.shell("sh", ["-c", `git push --quiet "$SANDBOX_GIT_URL" ${PLATFORM}`]), 0);
  checkout.git("switch", "--quiet", "main");

  await applyAsPlatform(checkout, application(checkout));
  await eventually("the platform's Application is Synced and Healthy", 120, async () => {
    const { status } = await checkout.get<Application>(CLUSTER, "application", PLATFORM, "-n", ARGOCD);
    return (
      (status?.sync?.status === "Synced" && status.health?.status === "Healthy") || JSON.stringify(status?.conditions)
    );
  });
}

interface Application {
  status?: { sync?: { status: string }; health?: { status: string }; conditions?: object[] };
}

function application(checkout: Checkout): KubernetesObject[] {
  const layout = layoutAt(checkout.sandbox, checkout.directory);
  const { ports } = readSandbox(layout) as Sandbox;
  const { repository: url } = contentUrls(ports.http as number);
  const inArgoCd = { name: PLATFORM, namespace: ARGOCD };
  const destination = { name: "in-cluster", namespace: TEAM };
  return [
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "platform-repository",
        namespace: ARGOCD,
        labels: { "argocd.argoproj.io/secret-type": "repository" },
      },
      stringData: {
        type: "git",
        url,
        project: PLATFORM,
        username: GIT_USER,
        password: readFileSync(layout.secret("git-password"), "utf8"),
      },
    },
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: inArgoCd,
      spec: { sourceRepos: [url], destinations: [destination] },
    },
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: inArgoCd,
      spec: {
        project: PLATFORM,
        source: { repoURL: url, targetRevision: PLATFORM, path: PLATFORM },
        destination,
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      },
    },
  ];
}

/** The Secret of Argo CD's own cluster, by which it sees these namespaces alone. */
function limitedTo(...namespaces: readonly string[]): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "in-cluster",
      namespace: ARGOCD,
      labels: { "argocd.argoproj.io/secret-type": "cluster" },
    },
    stringData: {
      name: "in-cluster",
      server: "https://kubernetes.default.svc",
      namespaces: namespaces.join(","),
      config: JSON.stringify({ tlsClientConfig: { insecure: false } }),
    },
  };
}
