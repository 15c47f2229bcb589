import {
  childApplications,
  configurationApplication,
  type ApplicationSettings,
} from "../../components/application/children";
import { applicationNames, rootName } from "../../components/application/root";
import type { KubernetesObject } from "../../kube/object";
import { isOneForArgoCd } from "../../components/repository/address";
import { repositories } from "../../components/repository/build";
import type { ValidationError } from "../../core/errors";
import { newDefaultReasons } from "../../gitops/newDefaults";
import { refKey, refOf, type ObjectRef } from "../../kube/ref";
import { deploysHere, listedBy, type LiveApplication } from "./application";
import type { LiveObject } from "../../kube/live";
import { replacedController } from "./controller";
import { formerNamespaces } from "./formerNamespaces";
import { overwrittenSettings } from "./settings";
import type { Planned } from "./pulumi";
import { readersOf } from "./readers";
import { conflictsOf, elsewhere, generated, rejected, withoutProject, wouldBePruned } from "./refusals";
import { changedSources } from "./sources";
import { isTracked, trackingLabel } from "./tracking";
import { newerArgoCd } from "./version";

/** What is known before anything is changed. */
export interface Facts extends Planned {
  environment: ApplicationSettings;
  /** What Argo CD is to deploy from the overlay. */
  delivered: readonly KubernetesObject[];
  /**
   * Objects on the cluster, by key: those of both, Argo CD's Applications, what the environment's Applications list, the
   * controller's Deployment and the namespaces that Applications deploy to.
   */
  live: ReadonlyMap<string, LiveObject>;
  /** Why the API server would reject one of them as it is, by key. */
  rejected: ReadonlyMap<string, string>;
  /** All Applications of the Argo CD. */
  applications: readonly LiveApplication[];
  /** Secrets by which Argo CD knows repositories, with their URLs. */
  repositories: readonly { name: string; url: string }[];
  /** Deployments and StatefulSets in Argo CD's namespace. */
  workloads: readonly LiveObject[];
}

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
  const { owned, alreadyCreated, delivered, live } = facts;
  const isLive = (object: KubernetesObject) => live.has(refKey(refOf(object)));
  const entry = (object: KubernetesObject): Entry => ({ object: refOf(object) });
  const desired = new Set([...owned, ...delivered].map((object) => refKey(refOf(object))));
  const { before, readers, others } = applicationsOf(facts);
  const orphans = before.flatMap((application) => orphansOf(facts, application, desired));
  const isPaused = ({ kind, name }: ObjectRef) =>
    kind === "Application" && readers.some(({ metadata }) => metadata.name === name);
  const replaced = replacedController(facts.environment, live);
  const adopted = owned.filter((object) => isLive(object) && !alreadyCreated.has(refKey(refOf(object))));
  return {
    adopted: adopted.map(entry),
    kept: [...before.filter(({ metadata }) => metadata.name !== rootName(facts.environment)), ...delivered]
      .filter(isLive)
      .map(entry),
    left: [
      ...orphans
        .filter((object) => isLeft(object) && !isPaused(object))
        .map((object) => ({ object, note: whyLeft(object) })),
      ...unusedParts(facts, desired),
      ...formerNamespaces(before, facts.environment, live),
    ],
    replaced: replaced === undefined ? [] : [{ object: refOf(replaced), note: WHY_REPLACED }],
    paused: readers.map(entry),
    created: [...owned, ...delivered].filter((object) => !isLive(object)).map(entry),
    overwritten: [
      ...overwrittenSettings(adopted, live),
      ...changedSources(before, childApplications(facts.environment)),
    ],
    reasons: newDefaultReasons(
      delivered
        .filter(isLive)
        .map((object) => [live.get(refKey(refOf(object))), object] as [LiveObject, KubernetesObject]),
    ),
    refusals: [
      ...newerArgoCd(facts.workloads),
      ...orphans.filter((object) => !isLeft(object)).map(wouldBePruned),
      ...[...before, ...readers].flatMap(generated),
      ...before.flatMap((application) => elsewhere(application, facts.environment)),
      ...readers.flatMap((application) => conflictsOf(application, managed(facts, application), desired)),
      ...others.flatMap((application) => conflictsOf(application, listedHere(application), desired)),
      ...others.flatMap((application) => withoutProject(facts, application)),
      ...rejected(facts),
    ],
  };
}

const WHY_REPLACED =
  "its chart has another selector, which can't be changed; meanwhile proxies go on with what the controller told them last";

/** The Applications that bear the names of the environment's, others that read its branch, and all the rest. */
export function applicationsOf({ environment, applications }: Pick<Facts, "environment" | "applications">): {
  before: LiveApplication[];
  readers: LiveApplication[];
  others: LiveApplication[];
} {
  const names = applicationNames(environment);
  const isOurs = ({ metadata }: LiveApplication) => names.includes(metadata.name);
  const rest = applications.filter((each) => !isOurs(each));
  const readers = readersOf(rest, environment.repository);
  return {
    before: applications.filter(isOurs),
    readers,
    others: rest.filter((application) => !readers.includes(application)),
  };
}

/** What an Application of somebody else deploys to this cluster, or will. */
function listedHere(application: LiveApplication): ObjectRef[] {
  return deploysHere(application) ? listedBy(application).map(refOf) : [];
}

/** What of the objects that an Application lists Argo CD would prune with it. */
function managed({ live }: Facts, application: LiveApplication): ObjectRef[] {
  const label = trackingLabel(live);
  return listedBy(application)
    .map(refOf)
    .filter((ref) => {
      const object = live.get(refKey(ref));
      return object !== undefined && isTracked(object, application.metadata.name, label);
    });
}

/**
 * What an Application has on the cluster that would have no place in the new tree. Of the charts and CRDs Argo CD itself
 * tells later: only it knows what is in them.
 */
function orphansOf(facts: Facts, application: LiveApplication, desired: ReadonlySet<string>): ObjectRef[] {
  const { environment } = facts;
  const { name } = application.metadata;
  const orphans = managed(facts, application).filter((object) => !desired.has(refKey(object)));
  if (name === configurationApplication(environment)) return orphans;
  if (name !== rootName(environment)) return [];
  const children = childApplications(environment).map((child) => refKey(refOf(child)));
  return orphans.filter((object) => !children.includes(refKey(object)));
}

/** What the Applications must forget, so that they do not prune it: what becomes Pulumi's, and what is left. */
export function untracked(facts: Facts): LiveObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  const desired = new Set([...owned, ...facts.delivered.map((object) => refKey(refOf(object)))]);
  const { before } = applicationsOf(facts);
  const tracked = before.flatMap(listedBy).map(refOf);
  const left = before.flatMap((application) => orphansOf(facts, application, desired)).filter(isLeft);
  return [...tracked.filter((object) => owned.has(refKey(object))), ...left]
    .map((object) => facts.live.get(refKey(object)))
    .filter((object) => object !== undefined);
}

/** What stays Argo CD's. CRDs bear no mark of it. */
export function keptByArgoCd(facts: Facts): KubernetesObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  const left = new Set(untracked(facts).map((object) => refKey(refOf(object))));
  return applicationsOf(facts).before.flatMap((application) => {
    const marked = new Set(managed(facts, application).map(refKey));
    return listedBy(application).filter((object) => {
      const key = refKey(refOf(object));
      return !owned.has(key) && !left.has(key) && (object.kind === "CustomResourceDefinition" || marked.has(key));
    });
  });
}

/** A Secret can't come from Git, and an Application that is no longer tracked deletes nothing; others have an owner. */
function isLeft({ kind }: ObjectRef): boolean {
  return kind === "Secret" || kind === "Application";
}

function whyLeft({ kind }: ObjectRef): string {
  return kind === "Secret" ? "no longer from Git" : "no longer made by the root Application; it goes on by itself";
}

/** What the release of Argo CD brings and this program has no use for: it runs on, and nobody upgrades it. */
function unusedParts({ workloads }: Facts, desired: ReadonlySet<string>): Entry[] {
  return workloads
    .map(refOf)
    .filter((object) => !desired.has(refKey(object)))
    .map((object) => ({ object, note: "not part of this installation; delete it if nobody needs it" }));
}

/** Secrets of other names for a repository that the stack registers: Argo CD would read whichever it finds first. */
export function secondRepositories({ repositories: all, environment }: Facts): string[] {
  const { git } = repositories(environment.repository, environment.sources, environment.argocd.namespace);
  return all
    .filter(({ name, url: other }) => name !== git.metadata.name && isOneForArgoCd(other, environment.repository.url))
    .map(({ name }) => name);
}
