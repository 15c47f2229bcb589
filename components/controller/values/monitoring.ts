import { z } from "zod";
import { anything, texts } from "./container";

/** What Prometheus and Grafana read. */
export const monitoringValues = z.strictObject({
  /** Whether there is any of it. The CRDs of the Prometheus Operator must be on the cluster. Default `false`. */
  enabled: z.boolean().optional(),
  /** How the controller is scraped. */
  serviceMonitor: z
    .strictObject({
      /** Default `true`. */
      enabled: z.boolean().optional(),
      /** Time between two scrapes, of proxies too. Default `15s`. */
      interval: z.string().min(1).optional(),
      /** Labels by which a Prometheus selects the monitors. */
      extraLabels: texts.optional(),
    })
    .optional(),
  /** How proxies are scraped. */
  proxy: z
    .strictObject({
      /** The PodMonitor of proxies. */
      podMonitor: z
        .strictObject({
          /** Default `true`. */
          enabled: z.boolean().optional(),
        })
        .optional(),
      /** GatewayClasses whose proxies are scraped. Default: `agentgateway`. */
      gatewayClassNames: z.array(z.string().min(1)).optional(),
      /** Namespaces whose proxies are scraped, such as `{ any: true }`. Default: the controller's alone. */
      namespaceSelector: anything.optional(),
    })
    .optional(),
  /** A ConfigMap with a dashboard for Grafana. */
  grafanaDashboard: z
    .strictObject({
      /** Default `true`. */
      enabled: z.boolean().optional(),
      /** Labels by which Grafana finds it. Default: `grafana_dashboard: "1"`. */
      labels: texts.optional(),
    })
    .optional(),
});
