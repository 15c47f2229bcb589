import { nameOfKind } from "../components/allowedKinds/kinds";
import { refusalOf, seemsClusterWide } from "../components/allowedKinds/refused";
import { isAlwaysAllowed } from "../components/application/namespacedKinds";
import type { AllowedKindsSpec } from "../components/allowedKinds/spec";
import type { Environment } from "../config/schema";
import { AGENTGATEWAY_API } from "../components/gateway/build";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/** What only a file written by hand can get wrong: builders make no Secret, and no kind that Argo CD may not deploy. */
export function handWrittenFiles({ items, environment }: Inventory): ValidationError[] {
  return items
    .filter(({ handWritten }) => handWritten)
    .flatMap((item) => [...kind(item, environment.allowedKinds), ...models(item, environment), ...grants(item)]);
}

/** What to do about kinds that someone else makes, whatever Argo CD may; nothing for others. */
function madeElsewhere(kindName: string): string | undefined {
  const isMade = ["Namespace", "GatewayClass.gateway.networking.k8s.io"].includes(kindName);
  return isMade ? refusalOf(kindName)?.remedy : undefined;
}

/** The controller ignores an AgentgatewayModel, unless its values say otherwise. Those of an existing one are not known. */
function models(item: Item, { cluster, controlPlane }: Environment): ValidationError[] {
  if (item.object.kind !== "AgentgatewayModel" || groupOf(item) !== AGENTGATEWAY_API) return [];
  if (cluster.controlPlane !== "install" || controlPlane.values.agentgatewayModels?.enabled) return [];
  return [
    {
      path: at(item),
      problem: "is of a kind that the controller does not serve by default",
      remedy:
        "Turn it on: agentgateway-infra:controlPlane: { values: { agentgatewayModels: { enabled: true } } }. Or write an AgentgatewayBackend.",
    },
  ];
}

/** A ReferenceGrant opens the namespace that it is in, and each overlay would put it into the environment's own. */
function grants({ object, ...item }: Item): ValidationError[] {
  const { namespace } = object.metadata;
  if (object.kind !== "ReferenceGrant" || namespace === undefined) return [];
  return [
    {
      path: at({ object, ...item }, "metadata.namespace"),
      problem: `${show(namespace)} is not where it will be: it would open the environment's own namespace`,
      remedy: `Have whoever owns the namespace apply it there: kubectl apply -n ${namespace} -f <file>. Keep the file elsewhere.`,
    },
  ];
}

function kind(item: Item, allowedKinds: AllowedKindsSpec): ValidationError[] {
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
  const name = nameOfKind(object);
  const remedy = madeElsewhere(name);
  if (remedy === undefined && isAlwaysAllowed({ group: groupOf(item), kind: object.kind })) return [];
  const allowed = Object.hasOwn(allowedKinds, name) ? allowedKinds[name] : undefined;
  if (allowed) return isNamed(item, allowed.clusterWide) ? [] : [unnamed(item, name, allowed.clusterWide ?? [])];
  return [
    {
      path: at(item),
      problem: `is of a kind that Argo CD may not deploy here (${object.apiVersion} ${object.kind})`,
      remedy: remedy ?? howToAllow(name, object.metadata.name),
    },
  ];
}

/** The lines by which a stack allows a kind; for one that no stack can allow, why it can't. */
function howToAllow(kindName: string, objectName: string): string {
  const refusal = refusalOf(kindName);
  if (refusal) return `Remove it: it ${refusal.problem}. ${refusal.remedy}`;
  const entry = seemsClusterWide(kindName) ? `{ clusterWide: [${objectName}] }` : "{}";
  return (
    `Allow it in Pulumi.<stack>.yaml: agentgateway-infra:allowedKinds: { ${kindName}: ${entry} }. ` +
    "Or for all stacks, in platform.ts. Or deploy it elsewhere."
  );
}

/** Of a kind without a namespace, objects are allowed by name. */
function isNamed({ object }: Item, names: readonly string[] | undefined): boolean {
  return names === undefined || names.includes(object.metadata.name);
}

function unnamed(item: Item, kindName: string, names: readonly string[]): ValidationError {
  const all = [...names, item.object.metadata.name].join(", ");
  return {
    path: at(item),
    problem: `is none of the ${kindName} that Argo CD may deploy (${names.join(", ")})`,
    remedy: `Add its name: agentgateway-infra:allowedKinds: { ${kindName}: { clusterWide: [${all}] } }.`,
  };
}
