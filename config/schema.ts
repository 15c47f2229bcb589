import { z } from "zod";
import { a2aAgentSpec } from "../components/a2a/spec";
import { allowedKindsSpec } from "../components/allowedKinds/spec";
import { freezeWindow } from "../components/application/freeze/spec";
import { argocdSpec } from "../components/argocd/spec";
import { clusterSpec } from "../components/cluster/spec";
import { controlPlaneSpec } from "../components/controller/spec";
import { gatewaySpec } from "../components/gateway/spec";
import { imageRules } from "../components/images/spec";
import { isKubernetesNamespace } from "../kube/object";
import { objectName, ownNamespace, pathPrefix, port } from "../kube/schemas";
import { labelFields } from "../components/labels/spec";
import { llmProviderSpec } from "../components/llm/spec";
import { mcpRouteSpec } from "../components/mcp/routeSpec";
import { mcpServerSpec } from "../components/mcp/spec";
import { podsSpec } from "../components/pods/spec";
import { policySpec } from "../components/policy/spec";
import { patchesSpec } from "../components/patches";
import { repositorySpec, sourcesSpec } from "../components/repository/spec";
import { isOwnOfStack, isSecretAt, ownOfStack } from "../core/schemaAt";

/** What names of an environment's objects end with, in Argo CD's namespace and where they have none. */
const suffix = z
  .string()
  .regex(/^(-[a-z0-9]([-a-z0-9]*[a-z0-9])?)?$/, "must be empty or like -stage")
  .max(40);

/** Whether names can end with it. */
export function isSuffix(text: string): boolean {
  return suffix.safeParse(text).success;
}

/** Whether a stack can take an object over, and delete it in the end. */
function isOwnable(named: string): boolean {
  const [kind, name = ""] = named.split("/");
  return kind !== "Namespace" || !isKubernetesNamespace(name);
}

/** What the search for drift has to know of an environment's clusters. */
const driftSpec = z.strictObject({
  /**
   * Field managers that may change described objects beside Pulumi and Argo CD, or make others in the environment's
   * namespace, such as a platform's own controller, by the names that `kubectl get -o yaml --show-managed-fields` shows. Default: none.
   */
  managers: z.array(z.string().min(1)).default([]),
});

/** What CI has to know of a stack. */
const automationSpec = z.strictObject({
  /**
   * When CI deploys the stack. `push`: at each push to the branch. `approval`: then, too, and when somebody has approved it, as the
   * rules of the GitHub environment of the stack's name or the rights in Pulumi Cloud say. `none`: never. Default `approval`,
   * in direct delivery `none`.
   */
  deploy: ownOfStack(z.enum(["push", "approval", "none"]).optional()),
  /**
   * Seconds for which all Applications of the environment must have been Synced and Healthy at a commit, without interruption,
   * before `npm run promote` moves the commit on from the branch of the stack's name: `dev` gates `stage`, and `stage` gates
   * `main`. `0`: they must be once. Default 600.
   */
  soakSeconds: z.int().min(0).max(18_000).default(600),
});

/** Everything that can be said about an environment, in `platform.ts` for all of them or in `Pulumi.<stack>.yaml` for one. */
export const environmentSchema = z.strictObject({
  /** Namespace of the environment, which the stack creates and deletes. */
  namespace: ownNamespace,
  /**
   * `gitops`: Argo CD applies what Git holds. `direct`: Pulumi applies the same objects itself, with no Argo CD and no Git
   * between, for the inner loop and for environments that live shortly. `none`: there is no environment; the stack installs
   * an Argo CD, by which other stacks deploy theirs. Default `gitops`.
   */
  delivery: z.enum(["gitops", "direct", "none"]).default("gitops"),
  /** The gateway: its listeners, its proxy and what that tells of its requests. */
  gateway: gatewaySpec.prefault({}),
  /** LLM providers, and choices of them, by name. Each is served under a path of its own. */
  llmProviders: z.record(objectName, llmProviderSpec).default({}),
  /** MCP servers, by name. Those with one path are offered as one. */
  mcpServers: z.record(objectName, mcpServerSpec).default({}),
  /** How the MCP servers of a path are offered together, by path. */
  mcpRoutes: z.record(pathPrefix, mcpRouteSpec).default({}),
  /** A2A agents, by name. Each is served under a path of its own. */
  agents: z.record(objectName, a2aAgentSpec).default({}),
  /** Secrets of the namespace that are made elsewhere, by name. What refers to another one is taken for a mistake. */
  existingSecrets: z
    .array(z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, "is no name of a Secret"))
    .default([]),
  /** Services of the namespace that are made elsewhere, and their ports. */
  existingServices: z.record(objectName, z.array(port).min(1)).default({}),
  /**
   * Kinds that manifests under `k8s/base` may have beside those that every environment may have, by kind and group: such as
   * `ExternalSecret.external-secrets.io: {}`. It widens what Argo CD may deploy, the checks, `status` and `drift` together.
   */
  allowedKinds: allowedKindsSpec.default({}),
  /** Policies, by name: limits, authentication, changes to requests. */
  policies: z.record(objectName, policySpec).default({}),
  /**
   * What no other field can say: fields that are merged into an object which the rest makes, by its kind and name, such as
   * `AgentgatewayBackend/openai`. They are checked like the rest.
   */
  patches: patchesSpec.default({}),
  ...labelFields,
  /** The cluster that the environment runs on. */
  cluster: clusterSpec.prefault({}),
  /**
   * Objects that exist already and that this stack takes over, by kind and name: `Namespace/team-a`. The fields that the
   * stack describes get its values, the others stay, and `pulumi destroy` deletes the object. Nothing else that exists is
   * changed: the stack names it and fails. After the `up` an entry may stay or go: neither changes anything.
   */
  adopt: ownOfStack(
    z
      .array(
        z
          .string()
          .regex(/^[A-Z][A-Za-z]+\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "must be like Namespace/team-a")
          .refine(isOwnable, "is a namespace of Kubernetes, which no stack can own: remove it"),
      )
      .default([]),
  ),
  /** The Argo CD that deploys the environment. */
  argocd: argocdSpec.prefault({}),
  /** The Git repository that Argo CD reads: this one, as Argo CD reaches it. */
  repository: repositorySpec,
  /** Where the published parts come from. Change these for a mirror. */
  sources: sourcesSpec.prefault({}),
  /** The control plane that the stack installs. With `cluster.controlPlane: existing`, only its release. */
  controlPlane: controlPlaneSpec.prefault({}),
  /**
   * Where images come from, by what their references begin with: `{ quay.io: mirror.example.com/quay }`. The longest prefix
   * wins. It holds for every image that is deployed: of Argo CD, the controller, proxies, workloads and handwritten manifests.
   * Images of Docker Hub begin with `docker.io`, official ones with `docker.io/library`. Default: where they are published.
   */
  images: imageRules.default({}),
  /**
   * How all pods that are deployed are placed, and what they need of their platform: of the gateway, MCP servers, agents, the
   * controller and Argo CD. What is said at one of them wins; lists are taken whole. Default: nothing is said.
   */
  pods: podsSpec.default({}),
  /** What the search for drift shall know of the clusters. */
  drift: driftSpec.prefault({}),
  /** What workflows and Pulumi Deployments read of the stack, by `npm run stacks`. */
  automation: automationSpec.prefault({}),
  /** The Applications of the environment in Argo CD. */
  application: z
    .strictObject({
      /**
       * What Argo CD deploys. `branch`: whatever the branch of the repository has, from each push on. `commit`: the commit of
       * the checkout from which `pulumi up` ran last, which must be on that branch. Default: `branch`.
       */
      follow: z.enum(["branch", "commit"]).default("branch"),
      /** Seconds until everything must be synced and healthy, before `pulumi up` fails. Default 600. */
      timeoutSeconds: z.int().min(10).max(86400).default(600),
      /**
       * Times in which Argo CD syncs nothing of the environment by itself: no push, and no repair of what somebody changed. When
       * one ends, what was held back is deployed. In a freeze that is in force, `pulumi up` reports it, and is refused before it
       * changes anything where Argo CD has something to sync; one that removes the entry lifts the freeze. Not for direct
       * delivery. Default: none.
       */
      freeze: z.array(freezeWindow).default([]),
      /** Appended to the names of the environment's Applications, which share one Argo CD. Default: `-<stack>`. */
      suffix: ownOfStack(suffix.optional()),
    })
    .prefault({}),
});

/** What is deployed in an environment, whoever applies it. */
export const contentsSchema = environmentSchema.pick({
  gateway: true,
  llmProviders: true,
  mcpServers: true,
  mcpRoutes: true,
  agents: true,
  policies: true,
  patches: true,
});

/** A validated environment. Plain data: nothing in it knows Pulumi, and secrets in it can't be printed. */
export type Environment = z.output<typeof environmentSchema> & {
  /** Name of the environment, which is its stack's. */
  name: string;
};

/** True for the path of a field whose value is a secret, as its part of the schema says. Secrets are never rendered into Git. */
export function isSecretField(path: readonly PropertyKey[]): boolean {
  return isSecretAt(environmentSchema, path);
}

/** True for the path of a field whose value a stack doesn't take from the one that it extends. */
export function isOwnField(path: readonly PropertyKey[]): boolean {
  return isOwnOfStack(environmentSchema, path);
}

type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;
type EnvironmentInput = z.input<typeof environmentSchema>;

type Catalogues = "llmProviders" | "mcpServers" | "mcpRoutes" | "agents" | "policies";

/** An entry, with the switch that leaves it out. */
type Switchable<T> = T & {
  /** `false` leaves the entry out, until a stack's configuration says `enabled: true`. */
  enabled?: boolean;
};

type GatewayInput = NonNullable<EnvironmentInput["gateway"]>;

/** What `platform.ts` may say: any part of an environment; a stack's configuration adds the rest. */
export type PlatformInput = DeepPartial<Omit<EnvironmentInput, Catalogues | "gateway">> & {
  [K in keyof Pick<EnvironmentInput, "gateway">]?: DeepPartial<Omit<GatewayInput, "listeners">> & {
    [L in keyof Pick<GatewayInput, "listeners">]?: {
      [name: string]: Switchable<DeepPartial<NonNullable<GatewayInput[L]>[string]>>;
    };
  };
} & {
  // Mapped from the schema's own type, so that each catalogue keeps its comment.
  [K in keyof Pick<EnvironmentInput, Catalogues>]?: {
    [name: string]: Switchable<NonNullable<EnvironmentInput[K]>[string]>;
  };
};

/** Types the catalogue. Values are checked when an environment is loaded. */
export function definePlatform(platform: PlatformInput): PlatformInput {
  return platform;
}
