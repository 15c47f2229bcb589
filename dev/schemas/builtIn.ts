import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { PlainObject } from "../../core/merge";
import type { Node } from "../../kube/fieldTables/node";
import { contentsOf } from "./crds";
import { nodeOf } from "./node";

/** The built-in kinds that are rendered, or that a person may write, by the file of the API server's that describes them. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  api__v1: ["v1 ConfigMap", "v1 Service", "v1 ServiceAccount"],
  apis__apps__v1: ["apps/v1 Deployment"],
  apis__autoscaling__v2: ["autoscaling/v2 HorizontalPodAutoscaler"],
  apis__policy__v1: ["policy/v1 PodDisruptionBudget"],
  apis__networking_k8s_io__v1: ["networking.k8s.io/v1 NetworkPolicy"],
};

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

interface Described {
  "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

/**
 * The built-in kinds, from the API server's own description of itself.
 *
 * @returns kinds, and `metadata`, which is the same in all kinds
 */
export function builtInKinds(directory: string): Record<string, Node> {
  const all = Object.entries(KINDS).flatMap(([file, kinds]) => {
    const schemas = schemasIn(join(directory, `${file.replaceAll("_k8s_io", ".k8s.io")}_openapi.json`));
    return kinds.map((kind) => [kind, contentsOf(expanded(schemas, nameOf(schemas, kind)))] as const);
  });
  const metadata = expanded(schemasIn(join(directory, "api__v1_openapi.json")), META);
  return { ...Object.fromEntries(all), "v1 ObjectMeta": metadata };
}

function schemasIn(path: string): Record<string, PlainObject> {
  return (JSON.parse(readFileSync(path, "utf8")) as { components: { schemas: Record<string, PlainObject> } }).components
    .schemas;
}

function nameOf(schemas: Record<string, PlainObject>, apiVersionAndKind: string): string {
  const found = Object.entries(schemas).find(([, schema]) =>
    (schema as Described)["x-kubernetes-group-version-kind"]?.some(({ group, version, kind }) => {
      const apiVersion = group === "" ? version : `${group}/${version}`;
      return `${apiVersion} ${kind}` === apiVersionAndKind;
    }),
  );
  if (!found) throw new Error(`${apiVersionAndKind} is not described`);
  return found[0];
}

/** A schema with everything that it refers to in its place; none of those that are needed refers to itself. */
function expanded(schemas: Record<string, PlainObject>, name: string): Node {
  const node = nodeOf(schemas[name] as PlainObject, (ref) =>
    expanded(schemas, ref.replace("#/components/schemas/", "")),
  );
  return withoutZeros(node);
}

/** The description names the zero values of Go as defaults, of fields too that must be given. */
function withoutZeros(node: Node): Node {
  const { default: value, properties, ...rest } = node;
  const isZero = value === "" || value === 0 || value === false || isDeepStrictEqual(value, {});
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, field]) => [key, withoutZeros(field)])),
    }),
    ...(value !== undefined && !isZero && { default: value }),
  };
}
