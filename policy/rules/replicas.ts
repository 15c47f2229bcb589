import { z } from "zod";
import { valueIn } from "../../checks/fields";
import { rule } from "../rule";
import { proxiesIn, type Proxy } from "../../checks/proxies";
import { isReplicated, leastReplicas, named } from "./workloads";

export const replicas = rule({
  name: "replicas",
  description: "The gateway and what it sends requests to run more than once, so that a node may fail.",
  scope: "environment",
  options: {
    /** Fewest replicas. Default 2. */
    minimum: z.int().min(1).default(2),
  },
  check: (objects, { minimum }) => {
    const scaled = [
      ...proxiesIn(objects)
        .filter(isCounted)
        .map((proxy) => ({
          object: proxy.gateway,
          least: leastOf(proxy),
          remedy: "Set gateway.replicas, or gateway.autoscaling.min.",
        })),
      ...objects.filter(isReplicated).map((object) => ({
        object,
        least: leastReplicas(object, objects),
        remedy: "Set its replicas.",
      })),
    ];
    return scaled
      .filter(({ least }) => least < minimum)
      .map(({ object, least, remedy }) => ({
        object,
        problem: `has ${least} ${least === 1 ? "replica" : "replicas"}, and ${minimum} are asked`,
        remedy,
        subject: named(object),
      }));
  },
});

/** A DaemonSet runs on each node. */
function isCounted({ parameters }: Proxy): boolean {
  return valueIn(parameters, "spec", "workload", "kind") !== "DaemonSet";
}

function leastOf({ parameters }: Proxy): number {
  const least =
    valueIn(parameters, "spec", "horizontalPodAutoscaler", "spec", "minReplicas") ??
    valueIn(parameters, "spec", "deployment", "spec", "replicas");
  return typeof least === "number" ? least : 1;
}
