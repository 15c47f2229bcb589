import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { faultyArguments, type Fault } from "../../core/errors";
import { objectName, type KubernetesObject } from "../../kube/object";
import type { SecretSpec } from "../credentials";
import { Desired, type DesiredObject, type Owner } from "../inputs/desired";
import type { Inputs } from "../inputs/types";
import { rawSpec, withRaw, type RawSpec } from "../raw";
import { secretFrom } from "../secret";
import { untilAccepted } from "./accepted";
import { AppliedObject } from "./applied";
import { previewInputs, type Placement } from "./placement";

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
  patches?: Inputs<RawSpec>;
}

/** The arguments by which our own stack creates a component: its part of a validated environment, and who applies it. */
export interface Delivered<S> extends Placement {
  spec: S;
}

/** A part of an environment: what a component of it is, whoever creates it. */
export interface Entry<S> {
  /** Name of the objects. */
  name: string;
  spec: Desired<S>;
  namespace: pulumi.Input<string> | undefined;
  /** The objects that Pulumi applies: none where Argo CD does. */
  objects: readonly DesiredObject[];
  /** Inputs of the component itself, so that a preview shows what Argo CD is going to apply. */
  inputs: pulumi.Inputs;
  /** Name of the resource of an object. */
  resourceName: (object: KubernetesObject) => string;
  /** Time limits of the objects. Default: the provider's. */
  customTimeouts?: pulumi.CustomTimeouts;
}

/** True for the arguments of our own stack. */
export function isDelivered<T extends object>(args: T): args is Extract<T, Placement> {
  return "manifests" in args;
}

/** A part of our own stack. */
export function delivered<S>(owner: Owner, args: Delivered<S>): Entry<S> {
  const { manifests, direct, namespace, spec } = args;
  const seconds = direct && `${direct.timeoutSeconds}s`;
  const objects = direct ? manifests.flatMap((file) => file.objects) : [];
  return {
    name: owner.name,
    spec: Desired.known(owner, spec),
    namespace,
    objects: objects.map((object) => ({ structure: object, body: object })),
    inputs: previewInputs(args),
    resourceName: ({ metadata }) => metadata.name,
    ...(seconds && { customTimeouts: { create: seconds, update: seconds, delete: seconds } }),
  };
}

const namesOf = z.strictObject({ objectName, patches: rawSpec.default({}) });

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
  const all = Desired.all(owner, { spec, context, names });
  const objects = all.objects((known) =>
    build(objectName, known.spec, known.context).map((object) => untilAccepted(withRaw(object, known.names.patches))),
  );
  return { name: objectName, spec, namespace, objects, inputs: {}, resourceName: childName(owner.name) };
}

/** Names of resources are unique in a stack, and those of objects only in a namespace. */
function childName(component: string): (object: KubernetesObject) => string {
  return ({ metadata: { name } }) =>
    name === component || name.startsWith(`${component}-`) ? name : `${component}-${name}`;
}

/** Creates the objects of a part as children of its component. */
export function createObjects(parent: pulumi.ComponentResource, entry: Entry<unknown>): AppliedObject[] {
  const { objects, namespace, resourceName, customTimeouts } = entry;
  return objects.map(
    (object) =>
      new AppliedObject(resourceName(object.structure), object, namespace, {
        parent,
        ...(customTimeouts && { customTimeouts }),
      }),
  );
}

/** Creates the Secret of a part as a child of its component. */
export function createSecret<S>(
  parent: pulumi.ComponentResource,
  resource: string,
  { spec, namespace }: Entry<S>,
  select: (spec: S) => SecretSpec | undefined,
): k8s.core.v1.Secret {
  return secretFrom(resource, spec, select, namespace, { parent });
}

/**
 * @param prefix where the specification stands in an environment, of which a component's user knows nothing
 * @throws UserError where there are faults
 */
export function assertNoFaults({ component, name }: Owner, prefix: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const local = faults.map((fault) => ({ ...fault, path: fault.path.replace(`${prefix}.`, "") }));
  throw faultyArguments(component, name, local);
}

/** What is wrong with the secrets of a specification: those that are missing, and those that can't be what they are to be. */
export function secretFaults(secrets: readonly SecretSpec[]): Fault[] {
  return secrets
    .flatMap(({ entries }) => entries)
    .flatMap(({ path, value, required, fault }): Fault[] => {
      if (value === undefined) return required ? [{ path, problem: "is missing" }] : [];
      const problem = value.later === undefined ? fault?.(value.reveal()) : undefined;
      return problem === undefined ? [] : [{ path, problem }];
    });
}
