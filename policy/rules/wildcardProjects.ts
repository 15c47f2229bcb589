import { itemsIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import { rule } from "../rule";
import { named } from "./workloads";

export const wildcardProjects = rule({
  name: "no-wildcard-project",
  description: "An AppProject of Argo CD lists its repositories, its clusters, its namespaces and cluster-wide kinds.",
  scope: "object",
  options: {},
  check: (objects) =>
    objects
      .filter(({ kind, apiVersion }) => kind === "AppProject" && apiVersion.startsWith("argoproj.io/"))
      .flatMap((object) =>
        wildcards(object).map((field) => ({
          object,
          field,
          problem: "is open to everything (*)",
          remedy: "List what the project needs.",
          subject: named(object),
        })),
      ),
});

function wildcards(project: KubernetesObject): string[] {
  const repositories = valueIn(project, "spec", "sourceRepos");
  const open = Array.isArray(repositories) && repositories.includes("*") ? ["spec.sourceRepos"] : [];
  for (const [list, keys] of [
    ["destinations", ["server", "name", "namespace"]],
    ["clusterResourceWhitelist", ["group", "kind"]],
  ] as const) {
    itemsIn(project, "spec", list).forEach((item, index) => {
      for (const key of keys) if (item[key] === "*") open.push(`spec.${list}[${index}].${key}`);
    });
  }
  return open;
}
