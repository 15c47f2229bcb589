import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { invalidArguments, type ValidationError } from "../../core/errors";
import { didYouMean } from "../../core/suggest";
import type { KubernetesObject } from "../../kube/object";
import { objectName } from "../../kube/schemas";
import type { SecretSpec } from "../credentials";
import { Desired, PASS_SECRET, type DesiredObject, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { patchKey, patchesSpec, withPatches, type PatchesSpec } from "../patches";
import { secretFrom } from "../secret";
import { untilAccepted } from "./accepted";
import { AppliedObject } from "./applied";

/** Arguments of every component that creates objects of an environment. */
export interface EntryArgs {
  /** Name of the objects. Default: name of the component. */
  objectName?: string;
  /** Namespace of the objects. Default: that of the gateway, where it is an `AgentGateway`; else the provider's default. */
  namespace?: pulumi.Input<string>;
  /**
   * Fields that no argument has: merged into an object which the component creates, by its kind and name, such as
   * `HTTPRoute/openai`. Default: none.
   */
  patches?: Inputs<PatchesSpec>;
}

/** What an entry is made of. */
export interface EntryParts<S> {
  /** Name of the objects. */
  name: string;
  spec: Desired<S>;
  namespace: pulumi.Input<string> | undefined;
  /** Whether an object is put into that namespace. Default: unless it is of a kind of Kubernetes without one. */
  hasNamespace?: (object: KubernetesObject) => boolean;
  /** The objects that Pulumi applies: none where Argo CD does. */
  objects: readonly DesiredObject[];
  /** Inputs of the component itself, so that a preview shows what Argo CD is going to apply. Default: none. */
  inputs?: pulumi.Inputs;
  /** Name of the resource of an object. */
  resourceName: (object: KubernetesObject) => string;
  /** Called with the component that the entry is created by. Default: nobody needs to know. */
  created?: (component: pulumi.ComponentResource) => void;
  /** Time limits of the objects. Default: the provider's. */
  customTimeouts?: pulumi.CustomTimeouts;
}

/**
 * A part of an environment, as a component creates it. Whoever has a whole environment passes it to the component in place
 * of arguments.
 */
export class Entry<S> {
  readonly inputs: pulumi.Inputs;

  constructor(private readonly parts: EntryParts<S>) {
    this.inputs = parts.inputs ?? {};
  }

  get name(): string {
    return this.parts.name;
  }

  get spec(): Desired<S> {
    return this.parts.spec;
  }

  get objects(): readonly DesiredObject[] {
    return this.parts.objects;
  }

  get namespace(): pulumi.Input<string> | undefined {
    return this.parts.namespace;
  }

  /** Creates the objects, as children of the component. */
  createObjects(parent: pulumi.ComponentResource): AppliedObject[] {
    const { objects, namespace, hasNamespace = () => true, resourceName, customTimeouts, created } = this.parts;
    created?.(parent);
    const opts = { parent, ...(customTimeouts && { customTimeouts }) };
    return objects.map(
      (object) =>
        new AppliedObject(
          resourceName(object.structure),
          object,
          hasNamespace(object.structure) ? namespace : undefined,
          opts,
        ),
    );
  }

  /** Creates a Secret, as a child of the component. */
  createSecret(
    parent: pulumi.ComponentResource,
    resource: string,
    select: (spec: S) => SecretSpec | undefined,
  ): k8s.core.v1.Secret {
    return secretFrom(resource, this.spec, select, this.namespace, { parent });
  }
}

const namesOf = z.strictObject({ objectName, patches: patchesSpec.default({}) });

/**
 * What a program of somebody's creates by itself.
 *
 * @param context what the objects depend on beside their specification, such as the name of the gateway
 * @param build the objects
 * @throws UserError with what is wrong in `objectName` and `patches`
 */
export function standalone<S, C>(
  owner: Owner,
  { objectName = owner.name, namespace, patches = {} }: EntryArgs,
  spec: Desired<S>,
  context: Desired<C>,
  build: (name: string, spec: S, context: C) => KubernetesObject[],
): Entry<S> {
  const names = Desired.of(owner, namesOf, { objectName, patches });
  assertUsed(owner, names.structure.patches, build(objectName, spec.structure, context.structure));
  const all = Desired.all(owner, { spec, context, names });
  const objects = all.objects((known) =>
    build(objectName, known.spec, known.context).map((object) =>
      untilAccepted(withPatches(object, known.names.patches)),
    ),
  );
  return new Entry({ name: objectName, spec, namespace, objects, resourceName: childName(owner.name) });
}

/** @throws UserError where a patch is for an object that the component does not create */
function assertUsed({ component, name }: Owner, patches: PatchesSpec, objects: readonly KubernetesObject[]): void {
  const known = objects.map(patchKey);
  const errors = Object.keys(patches)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: `patches.${key}`,
      problem: "is for an object that the component does not create",
      remedy: didYouMean(key, known, `It creates: ${known.join(", ")}.`),
    }));
  if (errors.length > 0) throw invalidArguments(component, name, errors);
}

/** Names of resources are unique in a stack, and those of objects only in a namespace. */
function childName(component: string): (object: KubernetesObject) => string {
  return ({ metadata: { name } }) =>
    name === component || name.startsWith(`${component}-`) ? name : `${component}-${name}`;
}

/**
 * @param prefix where the specification stands in an environment, of which a component's user knows nothing
 * @throws UserError where there are errors
 */
export function assertValid({ component, name }: Owner, prefix: string, errors: readonly ValidationError[]): void {
  if (errors.length === 0) return;
  const local = errors.map((error) => ({ ...error, path: error.path.replace(`${prefix}.`, "") }));
  throw invalidArguments(component, name, local);
}

/** What is wrong with the secrets of a specification: those that are missing, and those that can't be what they are to be. */
export function secretErrors(secrets: readonly (Pick<SecretSpec, "entries"> | undefined)[]): ValidationError[] {
  return secrets
    .flatMap((secret) => secret?.entries ?? [])
    .flatMap(({ path, value, required, check }): ValidationError[] => {
      if (value === undefined) return required ? [{ path, problem: "is missing", remedy: PASS_SECRET }] : [];
      const problem = value.later === undefined ? check?.(value.reveal()) : undefined;
      return problem === undefined ? [] : [{ path, problem }];
    });
}
