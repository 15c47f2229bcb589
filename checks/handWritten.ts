import { nameOfKind } from "../components/allowedKinds/kinds";
import { refusalOf, seemsClusterWide } from "../components/allowedKinds/refused";
import { isAlwaysAllowed } from "../components/application/namespacedKinds";
import type { AllowedKindsSpec } from "../components/allowedKinds/spec";
import type { ValidationError } from "../core/errors";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/** What only a file written by hand can get wrong: builders make no Secret, and no kind that Argo CD may not deploy. */
export function handWrittenFiles({ items, environment }: Inventory): ValidationError[] {
  return items.filter(({ handWritten }) => handWritten).flatMap((item) => kind(item, environment.allowedKinds));
}

/** What to do about kinds that someone else makes, whatever Argo CD may; nothing for others. */
function madeElsewhere(kindName: string): string | undefined {
  if (kindName === "AgentgatewayModel.agentgateway.dev")
    return "The controller of this version does not serve it. Write an AgentgatewayBackend.";
  const isMade = ["Namespace", "GatewayClass.gateway.networking.k8s.io"].includes(kindName);
  return isMade ? refusalOf(kindName)?.remedy : undefined;
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
