import { createHash } from "node:crypto";
import { versions } from "../../../components/versions";
import { HUB, type ClusterName } from "../state/layout";

/** A value of a stack's configuration, by its path under the project's prefix. */
export interface StackValue {
  readonly path: string;
  /** Nothing means any secret: one is generated when there is none. */
  readonly value?: string | boolean;
  readonly secret?: boolean;
}

/** What the sandbox knows that a stack's configuration must say. */
export interface StackFacts {
  readonly stack: ClusterName;
  readonly kubeconfig: string;
  readonly hubKubeconfig: string;
  readonly repositoryUrl: string;
  readonly repositoryUser: string;
  readonly repositoryPassword: string;
  /** By which the sandbox's Git server signs what it sends to Argo CD. */
  readonly webhookSecret: string;
  readonly argocdManifests: string;
  readonly charts: string;
  readonly gatewayApi: string;
  /** Paths of the secrets without which the program refuses to plan. */
  readonly requiredSecrets: readonly string[];
}

/** The sandbox's own values of a stack; the user's stack file lies underneath, through `extends`. */
export function stackValues(facts: StackFacts): StackValue[] {
  const hub: StackValue[] = [
    { path: "argocd.mode", value: "existing" },
    { path: "argocd.kubeconfig", value: facts.hubKubeconfig, secret: true },
    // All of it is on this machine, Argo CD too.
    { path: "cluster.allowLoopback", value: true },
  ];
  // One node, the release that was built, and the sandbox's own Git server, whatever the user's stack has.
  const own: StackValue[] = [
    { path: "argocd.version", value: versions.argocd },
    { path: "argocd.highAvailability", value: false },
    { path: "argocd.webhook.github", value: facts.webhookSecret, secret: true },
    { path: "repository.githubApp", value: false },
  ];
  const ours: StackValue[] = [
    { path: "extends", value: facts.stack },
    { path: "cluster.kubeconfig", value: facts.kubeconfig, secret: true },
    { path: "repository.url", value: facts.repositoryUrl },
    { path: "repository.username", value: facts.repositoryUser },
    { path: "repository.password", value: facts.repositoryPassword, secret: true },
    { path: "argocd.manifests", value: facts.argocdManifests },
    { path: "sources.charts", value: facts.charts },
    { path: "sources.gatewayApi", value: facts.gatewayApi },
    ...(facts.stack === HUB ? own : hub),
  ];
  const known = new Set(ours.map(({ path }) => path));
  const generated = facts.requiredSecrets
    .filter((path) => !known.has(path) && !path.startsWith("repository."))
    .map((path) => ({ path, secret: true }));
  return [...ours, ...generated];
}

/** Digests of the secrets that were written last, by path; a stack file only has them encrypted. */
export type Written = Readonly<Record<string, string>>;

/** The values that a stack file lacks, or has differently. */
export function outdated(values: readonly StackValue[], config: unknown, written: Written): StackValue[] {
  return values.filter(({ path, value, secret }) => {
    const there = lookUp(config, path);
    if (!secret) return there !== value;
    const encrypted = typeof there === "object" && there !== null && "secure" in there;
    return !encrypted || (!!value && written[path] !== digest(String(value)));
  });
}

/** What to remember of values once they are written. */
export function remembered(values: readonly StackValue[]): Written {
  return Object.fromEntries(
    values.flatMap(({ path, value, secret }) => (secret && value ? [[path, digest(String(value))] as const] : [])),
  );
}

function lookUp(config: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);
}

function digest(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
