import { applicationNamespace, argocdNamespace } from "../../../components/argocd/namespace";
import { objectKey } from "../../../kube/object";
import type { ApplicationResource } from "../../../components/application/status";
import { changesOf, findingsOf, type Change } from "../changes";
import { differences } from "../compare";
import type { Finding } from "../finding";
import { refKey, showRef, type ObjectRef } from "../../../kube/ref";
import { healsItself, type LiveApplication } from "./application";
import type { ArgoCdFacts } from "./facts";

/** An object that an Application deploys. */
export interface Deployed {
  ref: ObjectRef;
  application: LiveApplication;
  resource: ApplicationResource;
}

/** The objects of the environment's Applications. Applications themselves are not among them: they are assessed separately. */
export function deployedObjects(names: readonly string[], applications: readonly LiveApplication[]): Deployed[] {
  const ours = new Set(names);
  return applications
    .filter(({ metadata }) => ours.has(metadata.name))
    .flatMap((application) =>
      (application.status?.resources ?? [])
        .filter(({ kind }) => kind !== "Application")
        .map((resource) => ({ ref: refOf(resource), application, resource })),
    );
}

/** The objects of the desired Applications. */
export function deployedBy({ desiredApplications, applications }: ArgoCdFacts): Deployed[] {
  return deployedObjects(
    desiredApplications.map(({ metadata }) => metadata.name),
    applications,
  );
}

function refOf({ group, version = "v1", kind, namespace, name }: ApplicationResource): ObjectRef {
  const apiVersion = group ? `${group}/${version}` : version;
  return { apiVersion, kind, name, ...(namespace ? { namespace } : {}) };
}

/** What of the deployed objects is not as Git says, by the name of the Application that deploys them. */
export function assessObjects(facts: ArgoCdFacts): Map<string, Finding[]> {
  const findings = new Map<string, Finding[]>();
  for (const deployed of deployedBy(facts)) {
    const { name } = deployed.application.metadata;
    findings.set(name, [...(findings.get(name) ?? []), ...assessObject(deployed, facts)]);
  }
  return findings;
}

function assessObject(deployed: Deployed, facts: ArgoCdFacts): Finding[] {
  const { ref, resource } = deployed;
  const reported = assessDeployed(deployed, facts);
  if (reported.length > 0 || resource.health?.status !== "Degraded") return reported;
  return [
    {
      side: "argocd",
      where: showRef(ref),
      what: `does not work: ${resource.health.message ?? "Degraded"}`,
      remedy: `See its conditions: kubectl describe ${ref.kind.toLowerCase()} ${ref.name} -n ${ref.namespace ?? ""}`,
    },
  ];
}

/** How a deployed object is not as Git says, whether it works or not. */
export function assessDeployed(
  deployed: Deployed,
  facts: Pick<ArgoCdFacts, "live" | "desiredObjects" | "scope">,
): Finding[] {
  const { ref, application, resource } = deployed;
  const common = { side: "argocd", where: showRef(ref) } as const;
  const live = facts.live.get(refKey(ref));
  const remedy = remedyOf(application, facts.scope);
  if (resource.requiresPruning)
    return [
      {
        ...common,
        what: "is no longer in Git, and still there",
        remedy: remedyOf(application, facts.scope, "--prune"),
      },
    ];
  if (live === undefined) return [{ ...common, what: "is gone", remedy }];
  const { deletionTimestamp: at } = live.metadata;
  if (at !== undefined)
    return [{ ...common, what: "is being deleted", at, remedy: "See what its finalizers wait for." }];
  const changes = changesOf(differencesOf(deployed, facts), live, facts.scope.managers);
  const reported = findingsOf(changes, common, (theirs) => (onlyAdded(theirs, resource) ? addedRemedy(ref) : remedy));
  if (reported.length === 0 && resource.status === "OutOfSync")
    return [{ ...common, what: "is OutOfSync: not as Git says", remedy }];
  return reported;
}

/**
 * A comparison is made of what Argo CD finds different: by the checkout alone, a commit that is not deployed yet would
 * look like an object that someone has changed.
 */
function differencesOf(
  { ref, resource }: Deployed,
  { desiredObjects, scope, live }: Pick<ArgoCdFacts, "live" | "desiredObjects" | "scope">,
): Change[] {
  if (resource.status !== "OutOfSync" || ref.namespace !== scope.namespace) return [];
  const desired = desiredObjects.find((object) => objectKey(object) === `${ref.apiVersion}/${ref.kind}/${ref.name}`);
  return desired === undefined ? [] : differences(desired, live.get(refKey(ref)));
}

function onlyAdded(changes: readonly Change[], { status }: ApplicationResource): boolean {
  return status !== "OutOfSync" && changes[0]?.kind === "set";
}

function addedRemedy({ kind, name, namespace }: ObjectRef): string {
  const edit = ["kubectl edit", kind.toLowerCase(), name, ...(namespace ? ["-n", namespace] : [])].join(" ");
  return `Argo CD leaves alone what Git does not mention. Remove it (${edit}), or describe it.`;
}

function remedyOf(application: LiveApplication, scope: ArgoCdFacts["scope"], ...options: string[]): string {
  const { name, namespace = applicationNamespace(scope) } = application.metadata;
  const qualified = namespace === argocdNamespace(scope) ? name : `${namespace}/${name}`;
  return healsItself(application)
    ? `Argo CD should put it right; see why not: kubectl describe application -n ${namespace} ${name}`
    : `${name} does not heal itself: put it right, or run ${["argocd app sync", qualified, ...options].join(" ")}`;
}
