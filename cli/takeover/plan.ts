import { childApplications } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import type { ValidationError } from "../../core/errors";
import { newDefaultReasons } from "../../gitops/newDefaults";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf, type ObjectRef } from "../../kube/ref";
import { applicationsOf } from "./applications";
import { replacedController } from "./controller";
import type { Facts } from "./facts";
import { formerNamespaces } from "./formerNamespaces";
import { desiredKeys, isLeft, orphansOf } from "./marked";
import { refusalsOf } from "./refusals";
import { overwrittenSettings } from "./settings";
import { changedSources } from "./sources";

/** An object in the plan, and what there is to say of it. */
export interface Entry {
  object: ObjectRef;
  note?: string;
}

/** What taking over would do. Nothing in it is deleted but what is replaced; what would be is a refusal. */
export interface Plan {
  /** On the cluster: Pulumi owns them from then on, and `pulumi destroy` would delete them. */
  adopted: Entry[];
  /** On the cluster: they stay Argo CD's, from Git. */
  kept: Entry[];
  /** Argo CD lets go of them, and nobody owns them. */
  left: Entry[];
  /** Deleted and recreated, because the API server takes it in no other way. */
  replaced: Entry[];
  /** Applications of others that sync nothing until they are taken over, too, or removed. */
  paused: Entry[];
  /** Not on the cluster yet. */
  created: Entry[];
  /** Values of somebody's that get others. */
  overwritten: string[];
  /** What this program adds to objects that are there already, and why. */
  reasons: string[];
  /** Why it can't be done. */
  refusals: ValidationError[];
}

/** Plans how an environment that the layout before this one deployed becomes this program's. */
export function planTakeover(facts: Facts): Plan {
  const { owned, alreadyCreated, delivered, live, environment } = facts;
  const isLive = (object: KubernetesObject) => live.has(refKey(refOf(object)));
  const { before, readers } = applicationsOf(facts);
  const isPaused = ({ kind, name }: ObjectRef) =>
    kind === "Application" && readers.some(({ metadata }) => metadata.name === name);
  const left = orphansOf(facts).filter((object) => isLeft(object) && !isPaused(object));
  const replaced = replacedController(environment, live);
  const adopted = owned.filter((object) => isLive(object) && !alreadyCreated.has(refKey(refOf(object))));
  return {
    adopted: adopted.map(entry),
    kept: [...before.filter(({ metadata }) => metadata.name !== rootName(environment)), ...delivered]
      .filter(isLive)
      .map(entry),
    left: [
      ...left.map((object) => ({ object, note: whyLeft(object) })),
      ...unusedParts(facts),
      ...formerNamespaces(before, environment, live),
    ],
    replaced: replaced === undefined ? [] : [{ object: refOf(replaced), note: WHY_REPLACED }],
    paused: readers.map(entry),
    created: [...owned, ...delivered].filter((object) => !isLive(object)).map(entry),
    overwritten: [...overwrittenSettings(adopted, live), ...changedSources(before, childApplications(environment))],
    reasons: newDefaultReasons(
      delivered
        .filter(isLive)
        .map((object) => [live.get(refKey(refOf(object))), object] as [LiveObject, KubernetesObject]),
    ),
    refusals: refusalsOf(facts),
  };
}

function entry(object: KubernetesObject): Entry {
  return { object: refOf(object) };
}

const WHY_REPLACED =
  "its chart has another selector, which can't be changed; meanwhile proxies go on with what the controller told them last";

function whyLeft({ kind }: ObjectRef): string {
  return kind === "Secret" ? "no longer from Git" : "no longer made by the root Application; it goes on by itself";
}

/** What the release of Argo CD brings and this program has no use for: it runs on, and nobody upgrades it. */
function unusedParts(facts: Facts): Entry[] {
  const desired = desiredKeys(facts);
  return facts.workloads
    .map(refOf)
    .filter((object) => !desired.has(refKey(object)))
    .map((object) => ({ object, note: "not part of this installation; delete it if nobody needs it" }));
}
