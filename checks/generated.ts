import { CONTROLLER_NAMESPACE } from "../components/controller/namespace";
import { environmentSecrets } from "../components/environment";
import type { ValidationError } from "../core/errors";
import { gateways, keyOf, type Inventory } from "./inventory";

/**
 * What the controller makes for a Gateway. It applies these by force: an object of the same name would be taken over
 * without a word.
 */
const generated = (gateway: string): string[] => [
  `apps/Deployment/${gateway}`,
  `apps/DaemonSet/${gateway}`,
  `autoscaling/HorizontalPodAutoscaler/${gateway}`,
  `policy/PodDisruptionBudget/${gateway}`,
  `/Service/${gateway}`,
  `/ServiceAccount/${gateway}`,
  `/ConfigMap/${gateway}`,
  `/ConfigMap/${gateway}-xds-ca`,
  `/Secret/${gateway}-session-key`,
];

/** What the chart of the controller brings into the controller's own namespace, where an environment may live too. */
const CONTROLLER = "agentgateway";
const chart = ["apps/Deployment", "/Service", "/ServiceAccount"].map((kind) => `${kind}/${CONTROLLER}`);

/** Objects that the controller or its chart would overwrite. */
export function generatedNames({ environment, items }: Inventory): ValidationError[] {
  const besideController = environment.namespace === CONTROLLER_NAMESPACE;
  const owners = new Map([
    ...(besideController ? chart : []).map((key) => [key, "the chart of the controller"] as const),
    ...gateways(items).flatMap(({ object: { metadata } }) =>
      generated(metadata.name).map((key) => [key, `the controller does for the Gateway ${metadata.name}`] as const),
    ),
  ]);
  const secrets = environmentSecrets(environment).map(({ name, entries }) => ({
    origin: entries[0]?.path.split(".").slice(0, -1).join(".") ?? name,
    key: `/Secret/${name}`,
  }));
  const objects = items.map((item) => ({ origin: item.origin, key: keyOf(item) }));
  const proxies = gateways(items)
    .filter(({ object }) => besideController && object.metadata.name === CONTROLLER)
    .map(({ origin }) => ({
      path: origin,
      problem: `makes a proxy of the name ${CONTROLLER}, which is the controller's own in this namespace`,
      remedy: "Rename the Gateway.",
    }));
  const taken = [...objects, ...secrets].flatMap(({ origin, key }) => {
    const owner = owners.get(key);
    if (owner === undefined) return [];
    const [, kind, name] = key.split("/");
    return [
      {
        path: origin,
        problem: `makes the same object (${kind} ${name}) as ${owner}`,
        remedy: "Rename one.",
      },
    ];
  });
  return [...proxies, ...taken];
}
