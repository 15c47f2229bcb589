import { namespacedKinds } from "../components/application/projects";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { fieldsOf } from "./fields";
import { at, groupOf, isGatewayKind, type Inventory, type Item } from "./inventory";

/** What only a file written by hand can get wrong: builders name no namespace and make no Secret. */
export function handWrittenFiles({ items }: Inventory): ValidationError[] {
  return items.filter(({ handWritten }) => handWritten).flatMap((item) => [...kind(item), ...namespaces(item)]);
}

/** Kinds that someone else makes, whatever Argo CD may. */
const managedElsewhere: Record<string, string> = {
  "/Namespace": "The environment's namespace is the stack's: set it in Pulumi.<stack>.yaml.",
  "gateway.networking.k8s.io/GatewayClass": "The controller makes the GatewayClass.",
  "agentgateway.dev/AgentgatewayModel":
    "The controller of this version does not serve it. Write an AgentgatewayBackend.",
};

function kind(item: Item): ValidationError[] {
  const { object } = item;
  if (object.kind === "Secret" && groupOf(item) === "") {
    const filled = "data" in object || "stringData" in object;
    return [
      {
        path: at(item),
        problem: filled ? "holds secret data, and Git must not (base64 is no encryption)" : "is a Secret in Git",
        remedy: "Remove it, and revoke what was in it. Keys are the stack's configuration; others are existingSecrets.",
      },
    ];
  }
  const remedy = managedElsewhere[`${groupOf(item)}/${object.kind}`];
  const allowed = namespacedKinds.some(
    (each) => each.group === groupOf(item) && (each.kind === "*" || each.kind === object.kind),
  );
  if (remedy === undefined && allowed) return [];
  return [
    {
      path: at(item),
      problem: `is of a kind that Argo CD may not deploy here (${object.apiVersion} ${object.kind})`,
      remedy:
        remedy ?? "Deploy it elsewhere, or allow the kind in components/application/projects.ts and cluster/rbac.ts.",
    },
  ];
}

/** An overlay sets the namespace of each object, but not the namespaces that references name. */
function namespaces(item: Item): ValidationError[] {
  const named = [...fieldsOf(item.object)].filter(
    ({ path, key, value }) =>
      key === "namespace" && typeof value === "string" && (path === "metadata.namespace" || isGatewayKind(item)),
  );
  return named.map(({ path, value }) => ({
    path: at(item, path),
    problem:
      path === "metadata.namespace"
        ? `${show(value)} is not where it will be: each overlay sets the environment's namespace`
        : `${show(value)} would be the same in each environment, as no overlay changes it`,
    remedy: "Leave it out: it means the environment's own.",
  }));
}
