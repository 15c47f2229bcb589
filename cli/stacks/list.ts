import type { BrokenStack, Checkout } from "../../config/checkout";
import type { Environment } from "../../config/schema";
import { stackFile } from "../../config/stackfile";
import { settingsFileFor } from "../../policy/settings";

/** A stack of a checkout, as workflows and Pulumi Deployments need it. Fields are only added to it. */
export interface ListedStack {
  /** Name of the stack, of its environment, and of its GitHub environment. */
  name: string;
  /** Its file in the checkout. */
  file: string;
  /** The stacks that it extends, the nearest first. */
  extends: string[];
  delivery: Environment["delivery"];
  /** Namespace of the environment; that of Argo CD, where the stack deploys none. */
  namespace: string;
  /** When CI deploys it: at each push to the branch, when somebody has approved it, or never. */
  deploy: "push" | "approval" | "none";
  /** The branch that it is deployed from: that which Argo CD follows. */
  branch: string;
  /** Whose Argo CD deploys it: its own, or a hub's; none in direct delivery. A stack without an environment has its own. */
  argocd: Environment["argocd"]["mode"] | null;
  /** The stack that exports the hub's kubeconfig, as `organization/project/stack`, where one does. */
  hub: string | null;
  /** Name by which Argo CD knows its cluster; none in direct delivery, and without an environment. */
  cluster: string | null;
  /** The stack that exports its cluster's kubeconfig, where one does. */
  clusterFrom: string | null;
  /** The file that says how strictly the organisation's rules hold for it: its own or that of a stack that it extends. */
  policy: string | null;
}

/** A stack whose file has errors. It is in no other list. */
export interface ListedError {
  name: string;
  file: string;
  /** What is wrong, in full. */
  message: string;
}

/** What `npm run stacks -- --json` prints. */
export interface StackList {
  /** By name. */
  stacks: ListedStack[];
  broken: ListedError[];
}

/** The stacks of a checkout. */
export function listStacks({ environments, direct, hubs, broken, bases }: Checkout, directory: string): StackList {
  const stacks = [...environments, ...direct, ...hubs].map((environment) =>
    listed(environment, bases.get(environment.name) ?? [], directory),
  );
  return {
    stacks: stacks.sort((one, other) => (one.name < other.name ? -1 : 1)),
    broken: broken.map(listedError),
  };
}

function listed(environment: Environment, bases: readonly string[], directory: string): ListedStack {
  const { name, delivery, namespace, automation, argocd, cluster, repository } = environment;
  const inGit = delivery === "gitops";
  return {
    name,
    file: stackFile(name),
    extends: [...bases],
    delivery,
    namespace,
    deploy: automation.deploy ?? (delivery === "direct" ? "none" : "approval"),
    branch: repository.branch,
    argocd: delivery === "direct" ? null : argocd.mode,
    hub: (inGit && argocd.mode === "existing" && argocd.kubeconfigFrom?.stack) || null,
    cluster: inGit ? cluster.name : null,
    clusterFrom: cluster.kubeconfigFrom?.stack ?? null,
    policy: settingsFileFor(directory, [name, ...bases]) ?? null,
  };
}

function listedError({ stack, error }: BrokenStack): ListedError {
  return { name: stack, file: stackFile(stack), message: error.message };
}
