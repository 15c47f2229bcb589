import { delimiter, dirname } from "node:path";
import { controllerPlan } from "./agentgateway/plan";
import { argoPlan } from "./argocd/plan";
import { clusterPlan } from "./cluster/plan";
import type { Layout } from "./state/layout";
import type { Sandbox } from "./state/sandbox";
import type { ProcessSpec } from "./supervise/spec";

/** What of the toolchain the background process needs, as it is written down for it. */
export interface Programs {
  readonly bin: Readonly<
    Record<"etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok", string>
  > &
    Readonly<Partial<Record<"argocd" | "redis" | "agentgateway-controller", string>>>;
  /** Directory with a link to every tool. */
  readonly binDir: string;
  /** kwok's stage definitions. */
  readonly stages: readonly string[];
  /** Directory with Argo CD's shell wrappers, executable. */
  readonly argocdHack?: string;
}

/** Values that are in no file of the toolchain or the sandbox. */
export interface Surroundings {
  readonly redisPassword: string;
  /** PATH of the user: git is found there. */
  readonly path: string;
  /** Proxy by which processes reach other hosts: a test counts what they ask for. Default: none. */
  readonly proxy?: string | undefined;
}

/** Every process of the sandbox. */
export function planProcesses(
  layout: Layout,
  sandbox: Sandbox,
  programs: Programs,
  surroundings: Surroundings,
): ProcessSpec[] {
  // Nothing of the user's environment gets in: no cloud credentials, no proxy, no kubeconfig.
  const base = { PATH: surroundings.path, HOME: layout.home, LANG: "C.UTF-8", ...proxyVariables(surroundings.proxy) };
  const { argocd, redis, "agentgateway-controller": controller } = programs.bin;
  const argoPath = [programs.argocdHack, programs.binDir, argocd && dirname(argocd), surroundings.path]
    .filter(Boolean)
    .join(delimiter);
  return [
    ...sandbox.clusters.flatMap((name) => clusterPlan(layout, sandbox.ports, name, programs, base)),
    ...(argocd && redis
      ? argoPlan(layout, sandbox, { argocd, redis, path: argoPath }, surroundings.redisPassword, base)
      : []),
    ...(controller
      ? sandbox.clusters.map((name) => controllerPlan(layout, sandbox.ports, name, controller, base))
      : []),
  ];
}

/** What is on loopback is never asked for through a proxy. */
function proxyVariables(proxy: string | undefined): Record<string, string> {
  return proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: "127.0.0.1,localhost" };
}
