import { z } from "zod";
import { resources, variableName } from "../../container";

const workload = {
  /** What each of its pods is promised (`requests`) and may use at most (`limits`). Default: requests by `scale`. */
  resources: resources.optional(),
};

const replicas = z.int().min(1).max(100).optional();
const count = z.int().min(1).max(10000).optional();

/** How much Argo CD can do at once, and what it gets for it. */
export const scaleFields = {
  /**
   * Defaults for what follows: `small` up to about 100 Applications, `medium` up to about 1000, `large` beyond. Default
   * `small`.
   */
  scale: z.enum(["small", "medium", "large"]).default("small"),
  /** The application controller: compares Git with the clusters, and syncs. */
  controller: z
    .strictObject({
      ...workload,
      /** Controllers among which the clusters are divided: more than there are clusters does nothing. Default 1. */
      shards: replicas,
      /** How clusters are divided among the shards. Default: Argo CD's own, `legacy`. */
      sharding: z.enum(["legacy", "round-robin", "consistent-hashing"]).optional(),
      /** Applications compared at once. Default by `scale`: 20, 50, 100. */
      statusProcessors: count,
      /** Syncs at once. Default by `scale`: 10, 25, 50. */
      operationProcessors: count,
      /** Processes at once that apply objects. Default 20. */
      kubectlParallelism: count,
      /** Requests a second to each API server. Default by `scale`: 50, 100, 150. */
      clientQps: count,
      /** Requests at once to each API server, before they are held back. Default by `scale`: 100, 200, 300. */
      clientBurst: count,
    })
    .prefault({}),
  /** The repo-server: clones repositories and makes manifests. */
  repoServer: z
    .strictObject({
      ...workload,
      /** Default: the release's, 1, or 2 with high availability. */
      replicas,
      /**
       * Environment variables, such as `HTTPS_PROXY` and `NO_PROXY` where it reaches Git and charts through a proxy. Not for
       * secrets. Default: none.
       */
      env: z.record(variableName, z.string()).default({}),
      /** Manifests made at once by each replica, which bounds its memory. Default: no limit. */
      parallelism: count,
    })
    .prefault({}),
  /** The server of the API and the user interface. */
  server: z
    .strictObject({
      ...workload,
      /** Default: the release's, 1, or 2 with high availability. */
      replicas,
      /** `true`: plain HTTP, for an ingress that ends TLS. Default `false`. */
      insecure: z.boolean().default(false),
    })
    .prefault({}),
  /** Redis, Argo CD's cache. */
  redis: z.strictObject(workload).prefault({}),
};

export type ScaleSpec = z.output<z.ZodObject<typeof scaleFields>>;
export type Resources = z.output<typeof resources>;
