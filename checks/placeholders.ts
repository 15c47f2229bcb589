import { namespacedKinds } from "../components/application/namespacedKinds";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { fieldsOf } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/**
 * Fields that name something by a name or number alone, so that a variable of a shell or a template can't be meant. Elsewhere it
 * can: in CEL, in commands and their arguments, in the files of a ConfigMap.
 */
const NAMING = new Set([
  ...["name", "namespace", "image", "host", "hostname", "hostnames", "sectionName", "serviceAccountName", "secretName"],
  ...["port", "targetPort", "containerPort", "nodePort", "region", "projectId", "accountId", "issuer", "jwksPath"],
]);

/** Groups of the kinds whose fields these are. */
const KNOWN_GROUPS = new Set([...namespacedKinds.map(({ group }) => group), "batch"]);

/** `${HOST}`, `$HOST`, `{{ .Values.host }}`, `<your-host>`. A parameter of a query may be called `$filter`. */
const PLACEHOLDER = /\$\{[^}]*\}|\$[A-Z][A-Z0-9_]*|\{\{.*?\}\}|<[A-Za-z][^<>]*>/;

/** Variables of a shell or a template that were not filled in, in files written by hand. They would be deployed as they stand. */
export function placeholders({ items }: Inventory): ValidationError[] {
  return items
    .filter(({ handWritten }) => handWritten)
    .flatMap((item) =>
      [...fieldsOf(item.object)]
        .filter(({ key, keys }) => NAMING.has(key) && !isText(item, keys))
        .flatMap(({ path, keys, value }) =>
          (Array.isArray(value) ? value : [value])
            .filter((each): each is string => typeof each === "string" && PLACEHOLDER.test(each))
            .map((each) => ({
              path: at(withLine(item, keys), path),
              problem: `${show(each)} has a variable that nothing fills in: it is deployed as it stands`,
              remedy:
                "Write its value. Where stacks differ in it, describe the object in platform.ts and Pulumi.<stack>.yaml.",
            })),
        ),
    );
}

/** Annotations, what is in a ConfigMap, and the fields of kinds that we do not know are the business of who reads them. */
function isText(item: Item, keys: readonly (string | number)[]): boolean {
  const [first, second] = keys;
  if (first === "metadata") return second !== "name" && second !== "namespace";
  return !KNOWN_GROUPS.has(groupOf(item)) || item.object.kind === "ConfigMap" || keys.includes("annotations");
}

function withLine(item: Item, keys: readonly (string | number)[]): Item {
  return item.written === undefined ? item : { ...item, origin: `${item.origin}:${item.written.lineOf(keys)}` };
}
