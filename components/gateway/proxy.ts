import { z } from "zod";
import { resources, variableName } from "../container";
import { proxyPodsSpec } from "../pods/spec";

const pods = z.union(
  [z.int32().min(0), z.string().regex(/^[0-9]{1,3}%$/, "must be a share such as 50%, or a number")],
  {
    error: "must be a number of pods, or a share of them such as 50%",
  },
);

/** Fields that shape the proxy: what the controller makes for the Gateway, by AgentgatewayParameters. */
export const proxyFields = {
  /** Replicas of the proxy. Default: the controller's own, 1. Not together with `autoscaling`. */
  replicas: z.int().min(1).max(1000).optional(),
  /** Scales the proxy by its load. Default: the number of replicas is fixed. */
  autoscaling: z
    .strictObject({
      /** Fewest replicas. Default 1. */
      min: z.int().min(1).max(1000).default(1),
      /** Most replicas. */
      max: z.int().min(1).max(1000),
      /** CPU that the replicas shall use, in percent of what they request. Default 80. */
      cpu: z.int().min(1).max(1000).default(80),
    })
    .refine(({ min, max }) => min <= max, { path: ["max"], message: "must not be less than min" })
    .optional(),
  /** How many replicas a drain of nodes must leave. Default: no such promise. */
  disruptionBudget: z
    .strictObject({
      /** Replicas that must stay. */
      minAvailable: pods.optional(),
      /** Replicas that may go. */
      maxUnavailable: pods.optional(),
    })
    .refine(
      ({ minAvailable, maxUnavailable }) => (minAvailable === undefined) !== (maxUnavailable === undefined),
      "needs exactly one of minAvailable, maxUnavailable",
    )
    .optional(),
  /** CPU and memory of a replica. Default: the controller's own, requests of 100m and 128Mi. */
  resources: resources.optional(),
  /** How its pods are placed, and what they need of their platform. Default: the environment's `pods`. */
  pods: proxyPodsSpec.default({}),
  /** Image of the proxy, such as one in a mirror. Default for each part: the controller's own. */
  image: z
    .strictObject({
      /** Registry, such as `registry.example.com`. */
      registry: z.string().min(1).optional(),
      /** Repository in the registry. */
      repository: z.string().min(1).optional(),
      /** Tag. */
      tag: z.string().min(1).optional(),
      /** Digest, such as `sha256:…`, which decides where there is a tag too. */
      digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits")
        .optional(),
      /** When a node pulls the image. */
      pullPolicy: z.enum(["Always", "IfNotPresent", "Never"]).optional(),
    })
    .optional(),
  /** The Service that leads to the proxy. */
  service: z
    .strictObject({
      /** Kind of Service. Default: the controller's own, `LoadBalancer`. */
      type: z.enum(["ClusterIP", "LoadBalancer", "NodePort"]).optional(),
      /** Annotations, such as those by which a cloud shapes its load balancer. */
      annotations: z.record(z.string().min(1), z.string()).optional(),
    })
    .optional(),
  /** What the proxy logs. */
  logging: z
    .strictObject({
      /** Log level of the proxy in RUST_LOG syntax. Default `info`. */
      level: z.string().min(1).default("info"),
      /** Form of a line. Default: the proxy's own, `text`. */
      format: z.enum(["json", "text"]).optional(),
    })
    .prefault({}),
  /** How long a replica that ends goes on serving open connections, in seconds. Default: 10 to 60. */
  shutdown: z
    .strictObject({
      /** Seconds that it waits at least. */
      min: z.int().min(0).max(31536000),
      /** Seconds after which it ends all the same. */
      max: z.int().min(0).max(31536000),
    })
    .refine(({ min, max }) => min <= max, { path: ["max"], message: "must not be less than min" })
    .optional(),
  /** Environment variables of the proxy. Not for secrets: these stand in Git. */
  env: z.record(variableName, z.string()).default({}),
  /** How replicas are spread, each entry over one kind of place. Default: as the scheduler likes. */
  topologySpread: z
    .array(
      z.strictObject({
        /** Label of nodes that names the place, such as `topology.kubernetes.io/zone`. */
        topologyKey: z.string().min(1).max(253),
        /** By how many replicas two places may differ. Default 1. */
        maxSkew: z.int32().min(1).default(1),
        /** What becomes of a replica that can't be placed so. Default `ScheduleAnyway`. */
        whenUnsatisfiable: z.enum(["ScheduleAnyway", "DoNotSchedule"]).default("ScheduleAnyway"),
      }),
    )
    .default([]),
};
