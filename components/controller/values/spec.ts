import { z } from "zod";
import { resources } from "../../container";
import { anything, imageValues, pullPolicy, refused, texts } from "./container";
import { controllerValues } from "./controller";
import { monitoringValues } from "./monitoring";

const names = "must not be set, as Argo CD has rights on the chart's own names alone: remove it";
const className = "must not be set, as the Gateways of environments are of the class agentgateway: remove it";

/** The values of agentgateway's chart. Default for each: the chart's own. */
export const chartValues = z.strictObject({
  /** Names of Secrets, as `{ name: … }`, by which nodes pull the controller's image. */
  imagePullSecrets: z
    .array(
      z.strictObject({
        /** Name of the Secret. */
        name: z.string().min(1),
      }),
    )
    .optional(),
  /** Labels of everything that the chart makes. */
  commonLabels: texts.optional(),
  /** Refused: it renames what the chart makes. */
  nameOverride: refused(names),
  /** Refused: it renames what the chart makes. */
  fullnameOverride: refused(names),
  /** The controller's ServiceAccount. */
  serviceAccount: z
    .strictObject({
      /** `false` is refused: the chart then binds no role to the controller. */
      create: z.literal(true, { error: "must be true, for else the chart binds no role to the controller" }).optional(),
      /** Annotations, such as those by which a cloud gives it an identity. */
      annotations: texts.optional(),
      /** Refused: the API server guards the account by its name. */
      name: refused("must not be set, as the API server guards the account by the chart's own name: remove it"),
    })
    .optional(),
  /** Annotations of the controller's Deployment. */
  deploymentAnnotations: texts.optional(),
  /** Annotations of the controller's pods. */
  podAnnotations: texts.optional(),
  /** Labels of the controller's pods. */
  podLabels: texts.optional(),
  /** Security context of the controller's pods. Default: the seccomp profile `RuntimeDefault`. */
  podSecurityContext: anything.optional(),
  /** Security context of the controller's container, in place of the chart's. */
  securityContext: anything.optional(),
  /** CPU and memory of the controller. Default: requests of 100m and 128Mi. */
  resources: resources.optional(),
  /** Labels of the nodes that the controller runs on. */
  nodeSelector: texts.optional(),
  /** Tolerations of the controller's pods. */
  tolerations: z.array(anything).optional(),
  /** Affinity of the controller's pods. */
  affinity: anything.optional(),
  /** The controller's Deployment and its Service. */
  controller: controllerValues.optional(),
  /** What the controller makes proxies of. */
  proxy: z
    .strictObject({
      /** Image of proxies that name none. Default: the published one, after the stack's `images`. */
      image: z.strictObject(imageValues).optional(),
    })
    .optional(),
  /** What holds for the images of both. */
  image: z
    .strictObject({
      /** Registry. Default `cr.agentgateway.dev`. */
      registry: z.string().min(1).optional(),
      /** Tag. Default: the chart's version. */
      tag: z.string().min(1).optional(),
      /** When a node pulls an image. Default `IfNotPresent`. */
      pullPolicy,
    })
    .optional(),
  /** Gateway API Inference Extension. */
  inferenceExtension: z
    .strictObject({
      /** Default `false`. */
      enabled: z.boolean().optional(),
    })
    .optional(),
  /** The experimental kind AgentgatewayModel. */
  agentgatewayModels: z
    .strictObject({
      /** Default `false`. */
      enabled: z.boolean().optional(),
    })
    .optional(),
  /**
   * Selectors of the namespaces in which the controller looks for configuration. One must select the environment's namespace and
   * one the controller's, by their label `kubernetes.io/metadata.name`. Default: all namespaces.
   */
  discoveryNamespaceSelectors: z
    .array(
      z.strictObject({
        /** Labels that a namespace has. */
        matchLabels: texts.optional(),
        /** Conditions on its labels. */
        matchExpressions: z
          .array(
            z.strictObject({
              /** The label. */
              key: z.string().min(1),
              /** What is asked of it. */
              operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
              /** Values for `In` and `NotIn`. */
              values: z.array(z.string()).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
  /** AgentgatewayParameters of GatewayClasses, by the names of the classes. Those of a Gateway win. */
  gatewayClassParametersRefs: z
    .record(
      z.string(),
      z.strictObject({
        /** Name of the AgentgatewayParameters. */
        name: z.string().min(1),
        /** Their namespace. */
        namespace: z.string().min(1),
      }),
    )
    .optional(),
  /** Refused: it renames the GatewayClass. */
  gatewayClassName: refused(className),
  /** Refused: the GatewayClass is that controller's. */
  controllerName: refused(className),
  /** What Istio's mesh is to gateways. */
  istio: z
    .strictObject({
      /** Whether gateways are part of the mesh unless they say otherwise. Default `false`. */
      autoEnabled: z.boolean().optional(),
      /** Namespace of Istio's control plane. Default `istio-system`. */
      namespace: z.string().optional(),
      /** Revision of Istio's control plane. Default: the default one. */
      revision: z.string().optional(),
      /** Name of the cluster in Istio. */
      clusterId: z.string().optional(),
      /** Network of the cluster in Istio. */
      network: z.string().optional(),
      /** Address of Istio's CA. Default `https://istiod.istio-system.svc:15012`. */
      caAddress: z.string().optional(),
    })
    .optional(),
  /** What Prometheus and Grafana read. */
  monitoring: monitoringValues.optional(),
});

export type ChartValues = z.output<typeof chartValues>;
