import { childApplications, nameIn, type ApplicationSettings } from "../../components/application/children";
import { applicationNames, rootName } from "../../components/application/root";
import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import type { KubernetesObject } from "../../kube/object";
import { isOneForArgoCd } from "../../components/repository/address";
import { repositories } from "../../components/repository/build";
import type { ValidationError } from "../../core/errors";
import { newDefaultReasons } from "../../gitops/newDefaults";
import { refKey, refOf, showRef, type ObjectRef } from "../../kube/ref";
import { trackedBy, type LiveApplication } from "./application";
import type { LiveObject } from "../../kube/live";
import { furtherSelectorLabels } from "./selectors";
import { overwrittenSettings } from "./settings";
import type { Planned } from "./pulumi";
import { newerArgoCd } from "./version";

/** What is known before anything is changed. */
export interface Facts extends Planned {
  environment: ApplicationSettings;
  /** What Argo CD is to deploy from the overlay. */
  delivered: readonly KubernetesObject[];
  /** Those of both that are on the cluster already, by key. */
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

/** What taking over would do. Nothing in it is deleted; what would be is a refusal. */
export interface Plan {
  /** On the cluster: Pulumi owns them from then on, and `pulumi destroy` would delete them. */
  adopted: Entry[];
  /** On the cluster: they stay Argo CD's, from Git. */
  kept: Entry[];
  /** Argo CD lets go of them, and nobody owns them. */
  left: Entry[];
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
  const { before, others } = applicationsOf(facts);
  const orphans = before.flatMap((application) => orphansOf(facts, application, desired));
  const adopted = owned.filter((object) => isLive(object) && !alreadyCreated.has(refKey(refOf(object))));
  return {
    adopted: adopted.map(entry),
    kept: [...before.filter(({ metadata }) => metadata.name !== rootName(facts.environment)), ...delivered]
      .filter(isLive)
      .map(entry),
    left: [
      ...orphans.filter(isLeft).map((object) => ({ object, note: whyLeft(object) })),
      ...unusedParts(facts, desired),
    ],
    created: [...owned, ...delivered].filter((object) => !isLive(object)).map(entry),
    overwritten: overwrittenSettings(adopted, live),
    reasons: newDefaultReasons(
      delivered
        .filter(isLive)
        .map((object) => [live.get(refKey(refOf(object))), object] as [LiveObject, KubernetesObject]),
    ),
    refusals: [
      ...newerArgoCd(facts.workloads),
      ...orphans.filter((object) => !isLeft(object)).map(wouldBePruned),
      ...before.flatMap(generated),
      ...others.flatMap((application) => conflictsOf(application, desired)),
      ...others.flatMap((application) => withoutProject(facts, application)),
      ...rejected(facts),
    ],
  };
}

/** The Applications that bear the names of the environment's, and all others. */
export function applicationsOf({ environment, applications }: Pick<Facts, "environment" | "applications">): {
  before: LiveApplication[];
  others: LiveApplication[];
} {
  const names = applicationNames(environment);
  const isOurs = ({ metadata }: LiveApplication) => names.includes(metadata.name);
  return { before: applications.filter(isOurs), others: applications.filter((each) => !isOurs(each)) };
}

/**
 * What an Application has on the cluster that would have no place in the new tree. Of the charts and CRDs Argo CD itself
 * tells later: only it knows what is in them.
 */
function orphansOf({ environment }: Facts, application: LiveApplication, desired: ReadonlySet<string>): ObjectRef[] {
  const { name } = application.metadata;
  if (name === nameIn(environment, "agentgateway-configs"))
    return trackedBy(application)
      .map(refOf)
      .filter((object) => !desired.has(refKey(object)));
  if (name !== rootName(environment)) return [];
  const children = childApplications(environment).map((child) => refKey(refOf(child)));
  return trackedBy(application)
    .map(refOf)
    .filter((object) => !desired.has(refKey(object)) && !children.includes(refKey(object)));
}

/** What the Applications must forget, so that they do not prune it: what becomes Pulumi's, and what is left. */
export function untracked(facts: Facts): LiveObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  const desired = new Set([...owned, ...facts.delivered.map((object) => refKey(refOf(object)))]);
  const { before } = applicationsOf(facts);
  const tracked = before.flatMap(trackedBy).map(refOf);
  const left = before.flatMap((application) => orphansOf(facts, application, desired)).filter(isLeft);
  return [...tracked.filter((object) => owned.has(refKey(object))), ...left]
    .map((object) => facts.live.get(refKey(object)))
    .filter((object) => object !== undefined);
}

/** What stays Argo CD's. */
export function keptByArgoCd(facts: Facts): KubernetesObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  return applicationsOf(facts)
    .before.flatMap(trackedBy)
    .filter((object) => !owned.has(refKey(refOf(object))));
}

/** A Secret can't come from Git, and an Application that is no longer tracked deletes nothing; others have an owner. */
function isLeft({ kind }: ObjectRef): boolean {
  return kind === "Secret" || kind === "Application";
}

function whyLeft({ kind }: ObjectRef): string {
  return kind === "Secret" ? "no longer from Git" : "no longer made by the root Application; it goes on by itself";
}

function wouldBePruned(object: ObjectRef): ValidationError {
  return {
    path: showRef(object),
    problem: "is on the cluster and not in the new tree, so Argo CD would delete it",
    remedy:
      "Put its manifest under k8s/base (npm run render indexes it) or make it an entry of platform.ts; or delete it yourself.",
  };
}

/** Whoever wrote an Application for an ApplicationSet writes it again. */
function generated({ metadata }: LiveApplication): ValidationError[] {
  return (metadata.ownerReferences ?? []).map(({ kind, name }) => ({
    path: `Application ${metadata.name}`,
    problem: `belongs to ${kind} ${name}, which would write it back`,
    remedy: `Delete that without its Applications: kubectl delete ${kind.toLowerCase()} -n ${ARGOCD_NAMESPACE} ${name} --cascade=orphan`,
  }));
}

/** Two Applications with one object would each put it right after the other. */
function conflictsOf(application: LiveApplication, desired: ReadonlySet<string>): ValidationError[] {
  const shared = trackedBy(application)
    .map(refOf)
    .filter((object) => desired.has(refKey(object)));
  const [first] = shared;
  if (first === undefined) return [];
  const { name } = application.metadata;
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : "";
  return [
    {
      path: `Application ${name}`,
      problem: `deploys what this environment will: ${showRef(first)}${more}`,
      remedy: `Delete it without what it deployed: kubectl patch application -n ${ARGOCD_NAMESPACE} ${name} --type merge -p '{"metadata":{"finalizers":null}}', then kubectl delete application -n ${ARGOCD_NAMESPACE} ${name}`,
    },
  ];
}

/** The project that everything is in by default is closed by this program. */
function withoutProject({ patched }: Facts, { metadata, spec }: LiveApplication): ValidationError[] {
  const closed = patched.some(({ kind, metadata: { name } }) => kind === "AppProject" && name === spec.project);
  if (!closed) return [];
  return [
    {
      path: `Application ${metadata.name}`,
      problem: `is in the AppProject ${spec.project}, which will allow nothing any more`,
      remedy: "Give it a project of its own first.",
    },
  ];
}

function rejected({ rejected: reasons, owned, delivered, live, environment }: Facts): ValidationError[] {
  return [...owned, ...delivered].flatMap((object) => {
    const key = refKey(refOf(object));
    const reason = reasons.get(key);
    if (reason === undefined) return [];
    const labels = furtherSelectorLabels(live.get(key), object);
    const problem = `can't become what it is to be: ${reason}`;
    const remedy = labels
      ? keptSelector(labels, environment.name)
      : "Give the new one another name, or say in its entry what the old one says.";
    return [{ path: showRef(refOf(object)), problem, remedy }];
  });
}

function keptSelector(labels: Record<string, string>, stack: string): string {
  const commands = Object.entries(labels).map(
    ([key, value]) => `pulumi config set --path 'selectorLabels["${key}"]' ${value} --stack ${stack}`,
  );
  return `Keep its selector, which has labels of the old tree: ${commands.join(" && ")}, then npm run render, commit and push.`;
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
