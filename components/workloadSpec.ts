import { z } from "zod";
import { declaredSecret } from "../core/secret";
import { resources, variableName } from "./container";
import { objectName, port } from "../kube/schemas";
import { workloadPodsSpec } from "./pods/spec";
import { unionByKey } from "./unionByKey";

const timing = {
  /** Port that is asked. Default: the port of the container. */
  port: port.optional(),
  /** Seconds from the start of the container to the first question. Default 0. */
  initialDelaySeconds: z.int32().min(0).optional(),
  /** Seconds from one question to the next. Default 10. */
  periodSeconds: z.int32().min(1).optional(),
  /** Seconds after which no answer is a failure. Default 1. */
  timeoutSeconds: z.int32().min(1).optional(),
  /** Failures in a row after which the container is not ready, or restarted. Default 3. */
  failureThreshold: z.int32().min(1).optional(),
};

/** A probe of the kubelet, of the kind `http` or `tcp`. */
const probe = unionByKey({
  http: z.strictObject({
    /** Path that answers with a status from 200 to 399, such as `/healthz`. */
    http: z.string().regex(/^\//, "must start with /").max(1024),
    ...timing,
  }),
  tcp: z.strictObject({
    /** `true`: it is enough that the port takes connections. */
    tcp: z.literal(true),
    ...timing,
  }),
});

/** What can be said of a container that the environment runs. */
export const workloadFields = {
  /** Container image. */
  image: z.string().min(1),
  /** Program to run instead of the image's own (its ENTRYPOINT). Default: the image's. */
  command: z.array(z.string()).default([]),
  /** Arguments of the program (the image's CMD). Default: the image's. */
  args: z.array(z.string()).default([]),
  /** Replicas of the workload. Default 1. */
  replicas: z.int().min(0).max(1000).default(1),
  /** CPU and memory of the container. Default: nothing said. */
  resources: resources.optional(),
  /** How its pods are placed, and what they need of their platform. Default: the environment's `pods`. */
  pods: workloadPodsSpec.default({}),
  /** Questions that the kubelet asks the container. Default: none. */
  probes: z
    .strictObject({
      /** Whether the container gets requests. Default: as soon as it runs. */
      readiness: probe.optional(),
      /** Whether it is restarted. Default: when it ends. */
      liveness: probe.optional(),
    })
    .default({}),
  /** Environment variables of the container. Not for secrets: these stand in Git. */
  env: z.record(variableName, z.string()).default({}),
  /** Environment variables from encrypted configuration. `true`, as in platform.ts, has each stack set the value. */
  secrets: z.record(variableName, declaredSecret()).default({}),
  /**
   * Name of a Secret that someone else makes, such as External Secrets, with a key for each variable in `secrets`. Then no value is
   * needed there. Default: one that Pulumi makes.
   */
  existingSecret: objectName.optional(),
  /**
   * Who may connect to its pods, by a NetworkPolicy: `gateway`, the proxies of the environment's gateway; `anyone`, whoever
   * reaches them. Default `gateway`.
   */
  clients: z.enum(["gateway", "anyone"]).default("gateway"),
  /** Refuses to start the container as root, as the Pod Security Standard `restricted` demands. Default: as the image has it. */
  runAsNonRoot: z.boolean().optional(),
  /** User id that the container runs as. Default: the image's. */
  runAsUser: z.int32().min(0).optional(),
};

export type WorkloadSpec = z.output<z.ZodObject<typeof workloadFields>>;
export type Probe = z.output<typeof probe>;

/** What no field of a workload can check alone. */
export function consistentWorkload(spec: WorkloadSpec, context: z.RefinementCtx): void {
  for (const name of Object.keys(spec.secrets).filter((secret) => secret in spec.env)) {
    context.addIssue({ code: "custom", path: ["secrets", name], message: "is in env too; keep one of them" });
  }
  if (spec.existingSecret !== undefined && Object.keys(spec.secrets).length === 0) {
    context.addIssue({
      code: "custom",
      path: ["existingSecret"],
      message: "is for the variables in secrets, and there are none",
    });
  }
  if (spec.runAsNonRoot === true && spec.runAsUser === 0) {
    context.addIssue({ code: "custom", path: ["runAsUser"], message: "is root, which runAsNonRoot rules out" });
  }
}
