import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { objectPath } from "../../kube/kinds";
import type { LiveObject } from "../../kube/live";
import type { Identified, ObjectMeta } from "../../kube/object";
import type { ClusterReader } from "../../kube/reach";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { OWNER } from "./owner";

/** Kinds that bear the mark: what others may have under the same name, and would miss. */
const MARKED = ["Namespace", "Secret", "ClusterRole", "ClusterRoleBinding", "AppProject", "Application"];

/** The stack that Pulumi is running, as nobody else is called. */
export function stackIdentity(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** Marks every object that this program creates from now on, of the kinds in MARKED, with its owner. */
export function markOwner(owner: string): void {
  pulumi.runtime.registerStackTransformation(ownerTransformation(owner));
}

/** The transformation that adds the owner's annotation. */
export function ownerTransformation(owner: string): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    const kind = type.split(":").at(-1) as string;
    // One with a URN is made already: a component has it in its outputs, such as a chart its resources.
    if (!type.startsWith("kubernetes:") || !MARKED.includes(kind) || opts.urn !== undefined) return undefined;
    const metadata = props.metadata as ObjectMeta;
    const annotations = { ...metadata.annotations, [OWNER]: owner };
    return { props: { ...props, metadata: { ...metadata, annotations } }, opts };
  };
}

/** A live object, as far as it says who created it. */
interface Live {
  metadata: Pick<LiveObject["metadata"], "annotations" | "managedFields">;
}

/** The name of an object in `adopt`, by which a stack takes it over. */
export function importable({ kind, metadata }: Pick<Identified, "kind" | "metadata">): string {
  return `${kind}/${metadata.name}`;
}

/** What an environment that is about to make an object is, as far as it decides what to do where the object exists. */
export type Claimant = Pick<Environment, "name" | "namespace" | "adopt">;

/** A desired object that exists already and belongs to somebody else. */
export interface Conflict {
  object: Identified;
  /** What the cluster is called. */
  where: string;
  live: Live;
  /** It is a namespace that an Argo CD runs in: it is not offered. */
  hasArgoCd?: boolean;
}

/**
 * Which of the desired objects exist already and belong to somebody else.
 *
 * @param adopted names of the objects that the stack takes over
 */
export async function findConflicts(
  reader: ClusterReader,
  where: string,
  desired: readonly Identified[],
  { owner, adopted }: { owner: string; adopted: readonly string[] },
): Promise<Conflict[]> {
  const checked = desired.filter((object) => !adopted.includes(importable(object)));
  const candidates = await Promise.all(
    checked.map(async (object) => ({ object, where, live: await readLive(reader, object) })),
  );
  return candidates.filter(
    (each): each is Conflict => each.live !== undefined && each.live.metadata.annotations?.[OWNER] !== owner,
  );
}

/**
 * The errors of conflicts. What no stack has made comes with the command that has this one take it over; what another stack has
 * made does not, for then two would own it.
 */
export function conflictErrors(conflicts: readonly Conflict[], environment: Claimant): ValidationError[] {
  let next = environment.adopt.length;
  return conflicts.map((conflict) => {
    const { object, where, live, hasArgoCd = false } = conflict;
    const leave =
      object.kind === "Namespace" && object.metadata.name !== ARGOCD_NAMESPACE
        ? "Leave it to its owner, and use it as it is: cluster.namespaces.mode: existing."
        : "Leave it to its owner, and remove or rename it there.";
    const adopt = () =>
      `${leave} Or have this stack take it over, and delete it one day: ` +
      adoptCommands([object], environment.name, next++);
    return {
      path: `${object.kind} ${object.metadata.name}`,
      problem: `is in ${where} already, ${describeCreator(live)}${hasArgoCd ? ", and an Argo CD is in it" : ""}`,
      remedy: waysRound(conflict, environment) ?? adopt(),
    };
  });
}

/** What to do without an object that this stack must not take over; nothing where it may. */
function waysRound({ object, live, hasArgoCd = false }: Conflict, environment: Claimant): string | undefined {
  if (hasArgoCd) return ANOTHER_NAMESPACE;
  if (live.metadata.annotations?.[OWNER] === undefined) return undefined;
  return `${withoutOwning(object, environment)} If that was the name of this stack: docs/clusters.md.`;
}

function withoutOwning({ kind, metadata }: Identified, { namespace }: Claimant): string {
  switch (kind) {
    case "Namespace":
      if (metadata.name === ARGOCD_NAMESPACE)
        return "Have the Argo CD in it deploy this environment: argocd.mode: existing.";
      if (metadata.name !== CONTROLLER_NAMESPACE) return ANOTHER_NAMESPACE;
      return namespace === CONTROLLER_NAMESPACE
        ? "Use the control plane in it from another namespace: cluster.controlPlane: existing, and a namespace of its own."
        : "Use the control plane in it: cluster.controlPlane: existing.";
    case "Secret":
      return "Where it is the same cluster, use its control plane: cluster.controlPlane: existing. Else choose another cluster.name.";
    case "ClusterRole":
    case "ClusterRoleBinding":
      return "Give one of the two stacks another name.";
    default:
      return "Choose another application.suffix.";
  }
}

const ANOTHER_NAMESPACE = "Choose another namespace.";

/**
 * The commands that have a stack take objects over.
 *
 * @param adopted number of those that it takes over already
 */
export function adoptCommands(
  objects: readonly Pick<Identified, "kind" | "metadata">[],
  stack: string,
  adopted: number,
): string {
  const set = "pulumi config set --path";
  return objects
    .map((object, index) => `${set} 'adopt[${adopted + index}]' ${importable(object)} --stack ${stack}`)
    .join(" && ");
}

/** An object that may not be read counts as missing: creating it shows the conflict. */
async function readLive(reader: ClusterReader, object: Identified): Promise<Live | undefined> {
  return (await reader.readIfAllowed<Live>(objectPath(object)))?.found;
}

/** Who made an object, as far as it says so: "made by no stack of this program (but by helm)". */
export function describeCreator({ metadata }: Live): string {
  const stack = metadata.annotations?.[OWNER];
  if (stack !== undefined) return `made by the stack ${stack}`;
  const managers = [...new Set((metadata.managedFields ?? []).map(({ manager }) => manager).filter(Boolean))];
  return `made by no stack of this program${managers.length > 0 ? ` (but by ${managers.join(", ")})` : ""}`;
}
