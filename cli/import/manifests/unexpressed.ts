import { itemsIn, valueIn } from "../../../checks/fields";
import { patchKey } from "../../../components/patches";
import type { PlainObject } from "../../../core/merge";
import { objectLabel, type KubernetesObject } from "../../../kube/object";
import type { Left } from "../found";
import { markOf } from "./normal";
import { fieldsIn, type Objects } from "./objects";

const AS_MANIFEST = "Keep it as a manifest under k8s/base (docs/manifests.md).";

/** Why an object has no entry, and where it can stand. */
export function unexpressed(object: KubernetesObject): Left {
  const what = objectLabel(object);
  if (object.kind === "AgentgatewayPolicy") {
    const targets = itemsIn(object, "spec", "targetRefs").length;
    const reason = targets > 1 ? "is on several objects" : "is on nothing that an entry is for";
    const words =
      "Or write policies of platform.ts, one for each target, with the API's words in `traffic`, `backend` or `frontend`.";
    return { what, reason, wayOn: `${AS_MANIFEST} ${words}` };
  }
  return { what, reason: "is nothing that an entry makes", wayOn: AS_MANIFEST };
}

/** That an object has another name here, where it has. */
export function nameHere(object: KubernetesObject, here: KubernetesObject): Left[] {
  if (here.metadata.name === object.metadata.name) return [];
  return [
    {
      what: objectLabel(object),
      reason: `has the name ${here.metadata.name} here`,
      wayOn: "Take the one of the input away once this one serves, and correct what refers to it.",
    },
  ];
}

/** Why a field of an object is left. */
export function unexpressedField(object: KubernetesObject, here: KubernetesObject, field: string): Left {
  const what = `${objectLabel(object)}, ${field}`;
  if (/^spec\.parentRefs\[\d+\]\.name$/.test(field)) {
    const wayOn = 'Import the Gateway too, or say its name by gateway: { name: "…" }.';
    return { what, reason: "is not the environment's gateway", wayOn };
  }
  const wayOn = `Say it by patches: { "${patchKey(here)}": { … } } (docs/patches.md).`;
  return { what, reason: "has no field of an entry", wayOn };
}

/** Why a kind of request is named that the input does not serve. */
export function servedRoute(object: KubernetesObject, here: KubernetesObject, field: string): Left {
  return {
    what: `${objectLabel(object)}, ${field}`,
    reason: "is served by the entry, and not by the input",
    wayOn: `Take it away by patches: { "${patchKey(here)}": { … null … } } (docs/patches.md), or leave it served.`,
  };
}

/** Secrets of the input that nothing refers to: they never belong into Git. */
export function unreadSecrets(objects: Objects): Left[] {
  const text = JSON.stringify(objects.all);
  return objects.secrets
    .filter(({ metadata }) => !text.includes(JSON.stringify(markOf(metadata.name))))
    .map((secret) => ({
      what: objectLabel(secret),
      reason: "is read by no entry, and Git is no place for it",
      wayOn: "Make it in the cluster, such as by External Secrets, and list its name in existingSecrets.",
    }));
}

/** Policies with API keys, of which the holders stand in a Secret that the input does not have. */
export function unnamedHolders({ policies }: PlainObject): Left[] {
  return Object.entries(fieldsIn({ policies }, "policies")).flatMap(([name, policy]) => {
    const { existingSecret, keys } = fieldsIn(policy, "apiKeys");
    const isNamed = Object.keys(fieldsIn({ keys }, "keys")).length > 0;
    if (valueIn(policy, "apiKeys") === undefined || existingSecret !== undefined || isNamed) return [];
    return [
      {
        what: `policies.${name}.apiKeys.keys`,
        reason: "is empty, for the holders of keys are named by a Secret that the input does not have",
        wayOn: "Name them, keys: { <holder>: {} }, and set the key of each. Or import the Secret too.",
      },
    ];
  });
}
