import { z } from "zod";
import { port } from "../../../kube/schemas";
import { anything, texts } from "./container";

/** The controller's Service: what proxies get their configuration from. */
export const serviceValues = z.strictObject({
  /** `false` is refused: without the Service no proxy gets its configuration. */
  enabled: z.literal(true, { error: "must be true, for else no proxy gets its configuration" }).optional(),
  /** Kind of Service. Default `ClusterIP`. */
  type: z.enum(["ClusterIP", "LoadBalancer", "NodePort", "ExternalName"]).optional(),
  /** Ports of the Service and of the container. */
  ports: z
    .strictObject({
      /** Port from which proxies get their configuration. Default 9978. */
      agwGrpc: port.optional(),
      /** Port of the probes, which the controller has fixed. Default 9093. */
      health: z.literal(9093, { error: "must be 9093, which the controller has fixed" }).optional(),
      /** Port of the metrics, which the controller has fixed. Default 9092. */
      metrics: z.literal(9092, { error: "must be 9092, which the controller has fixed" }).optional(),
    })
    .optional(),
  /** Annotations of the Service. */
  annotations: texts.optional(),
  /** Labels of the Service beside the chart's own. */
  extraLabels: texts.optional(),
  /** `clusterIP` of the Service. */
  clusterIP: z.string().optional(),
  /** `clusterIPs` of the Service, for dual stack. */
  clusterIPs: z.array(z.string()).optional(),
  /** `externalIPs` of the Service. */
  externalIPs: z.array(z.string()).optional(),
  /** `externalName` of the Service. */
  externalName: z.string().optional(),
  /** `loadBalancerIP` of the Service. */
  loadBalancerIP: z.string().optional(),
  /** `loadBalancerSourceRanges` of the Service. */
  loadBalancerSourceRanges: z.array(z.string()).optional(),
  /** `loadBalancerClass` of the Service. */
  loadBalancerClass: z.string().optional(),
  /** `externalTrafficPolicy` of the Service. */
  externalTrafficPolicy: z.enum(["Cluster", "Local"]).optional(),
  /** `internalTrafficPolicy` of the Service. */
  internalTrafficPolicy: z.enum(["Cluster", "Local"]).optional(),
  /** `healthCheckNodePort` of the Service. */
  healthCheckNodePort: port.optional(),
  /** `sessionAffinity` of the Service. */
  sessionAffinity: z.enum(["ClientIP", "None"]).optional(),
  /** `sessionAffinityConfig` of the Service. */
  sessionAffinityConfig: anything.optional(),
  /** `ipFamilies` of the Service. */
  ipFamilies: z.array(z.enum(["IPv4", "IPv6"])).optional(),
  /** `ipFamilyPolicy` of the Service. */
  ipFamilyPolicy: z.enum(["SingleStack", "PreferDualStack", "RequireDualStack"]).optional(),
  /** `publishNotReadyAddresses` of the Service. Default `false`. */
  publishNotReadyAddresses: z.boolean().optional(),
  /** `allocateLoadBalancerNodePorts` of the Service. */
  allocateLoadBalancerNodePorts: z.boolean().optional(),
  /** `trafficDistribution` of the Service. */
  trafficDistribution: z.string().optional(),
});
