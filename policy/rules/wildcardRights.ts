import { itemsIn, valueIn } from "../../checks/fields";
import { rule } from "../rule";
import { named } from "./workloads";

const LISTS = ["apiGroups", "resources", "verbs", "nonResourceURLs"];

export const wildcardRights = rule({
  name: "no-wildcard-rights",
  description: "A Role or ClusterRole lists what it allows: no * in its rules.",
  scope: "object",
  options: {},
  check: (objects) =>
    objects
      .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
      .flatMap((object) =>
        itemsIn(object, "rules").flatMap((given, index) =>
          LISTS.filter((list) => {
            const values = valueIn(given, list);
            return Array.isArray(values) && values.includes("*");
          }).map((list) => ({
            object,
            field: `rules[${index}].${list}`,
            problem: "allows everything there is and will ever be (*)",
            remedy: "List what is needed.",
            subject: named(object),
          })),
        ),
      ),
});
