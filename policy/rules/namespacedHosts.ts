import { fieldsOf } from "../../checks/fields";
import { rule } from "../rule";
import { named } from "./workloads";

/** A Service by its full name in DNS, alone or within a URL. */
const FULL_NAME = /\b[a-z0-9-]+\.[a-z0-9-]+\.svc\b|\.cluster\.local\b/i;

export const namespacedHosts = rule({
  name: "no-namespaced-host",
  description: "Services are referred to by name, not by a host name that holds in one namespace or cluster alone.",
  scope: "object",
  options: {},
  check: (objects) =>
    objects.flatMap((object) =>
      [...fieldsOf(object)]
        .filter(({ value, path }) => typeof value === "string" && !isAddress(path) && FULL_NAME.test(value))
        .map(({ path, value }) => ({
          object,
          field: path,
          problem: `is ${JSON.stringify(value)}, which names a namespace`,
          remedy: "Refer to the Service by a backendRef, or by its name alone.",
          subject: named(object),
        })),
    ),
});

/** Argo CD's own address of the cluster that it runs in, and what is no reference at all. */
function isAddress(path: string): boolean {
  return (
    /(^|\.)(server|destinations\[\d+\]\.server|description)$/.test(path) || path.startsWith("metadata.annotations")
  );
}
