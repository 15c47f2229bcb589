import { matchesLabels, valueIn } from "../../checks/fields";
import { rule } from "../rule";
import { proxiesIn } from "../../checks/proxies";
import { isReplicated, leastReplicas, named } from "./workloads";

export const disruptionBudgets = rule({
  name: "disruption-budgets",
  description: "What has replicas has a PodDisruptionBudget, so that maintenance of nodes leaves some of them.",
  scope: "environment",
  options: {},
  check: (objects) => {
    const budgets = objects
      .filter(({ kind }) => kind === "PodDisruptionBudget")
      .map((budget) => valueIn(budget, "spec", "selector", "matchLabels"));
    return [
      ...proxiesIn(objects)
        .filter(({ parameters }) => valueIn(parameters, "spec", "podDisruptionBudget", "spec") === undefined)
        .map(({ gateway }) => ({ object: gateway, remedy: "Set gateway.disruptionBudget." })),
      ...objects
        .filter((object) => isReplicated(object) && leastReplicas(object, objects) > 1)
        .filter((object) => {
          const labels = valueIn(object, "spec", "template", "metadata", "labels");
          return !budgets.some((selector) => matchesLabels(selector, labels));
        })
        .map((object) => ({ object, remedy: "Write one for its labels, in a file of your own under k8s/base." })),
    ].map(({ object, remedy }) => ({
      object,
      problem: "has no PodDisruptionBudget: a drain of nodes may take all replicas at once",
      remedy,
      subject: named(object),
    }));
  },
});
