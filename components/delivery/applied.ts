import * as pulumi from "@pulumi/pulumi";
import { version } from "@pulumi/kubernetes/package.json";
import { clusterKinds } from "../application/projects";
import type { DesiredObject } from "../inputs/desired";
import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";

/**
 * An object as a manifest has it, in a namespace. Kinds have no classes here: the provider knows them by their names.
 */
export class AppliedObject extends pulumi.CustomResource {
  /** What the cluster says of it, when the provider has seen it. */
  declare readonly status: pulumi.Output<unknown>;

  constructor(
    name: string,
    { structure, body }: DesiredObject,
    namespace: pulumi.Input<string> | undefined,
    opts: pulumi.CustomResourceOptions,
  ) {
    const { apiVersion, kind } = structure;
    const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
    // Without a value it is an output, not an input.
    super(
      type,
      name,
      { ...inputsOf(structure, body, namespace), status: undefined },
      pulumi.mergeOptions({ version }, opts),
    );
  }
}

function inputsOf(
  structure: KubernetesObject,
  body: pulumi.Input<KubernetesObject>,
  namespace: pulumi.Input<string> | undefined,
): pulumi.Inputs {
  if (!pulumi.Output.isInstance(body)) return inNamespace(structure, namespace);
  const placed = body.apply((object) => inNamespace(object, namespace));
  const { apiVersion, kind } = structure;
  const fields = Object.keys(structure).map((field) => [field, placed.apply((object) => object[field])] as const);
  return { ...Object.fromEntries(fields), apiVersion, kind };
}

/** What an overlay's `namespace` does to an object. */
function inNamespace(object: KubernetesObject, namespace: pulumi.Input<string> | undefined): Record<string, unknown> {
  const { metadata, subjects } = object as KubernetesObject & { subjects?: { kind: string }[] };
  if (namespace === undefined) return object;
  return {
    ...object,
    metadata: isNamespaced(object) ? { ...metadata, namespace } : metadata,
    ...(subjects && {
      subjects: subjects.map((subject) => (subject.kind === "ServiceAccount" ? { namespace, ...subject } : subject)),
    }),
  };
}

function isNamespaced(object: KubernetesObject): boolean {
  return !clusterKinds().some(({ group, kind }) => group === groupOf(object) && kind === object.kind);
}
