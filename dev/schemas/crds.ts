import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { PlainObject } from "../../core/merge";
import type { Node } from "../../kube/fieldTables/node";
import { nodeOf } from "./node";

interface Crd {
  kind: string;
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema: { openAPIV3Schema: PlainObject } }[];
  };
}

/** The kinds of a group that the CustomResourceDefinitions in a directory define, in the versions that are served. */
export function kindsOfCrds(directory: string, group: string): Record<string, Node> {
  const files = readdirSync(directory).filter((file) => file.endsWith(".yaml"));
  const crds = files
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), "utf8")))
    .map((document) => document.toJS() as Crd | null)
    .filter((object): object is Crd => object?.kind === "CustomResourceDefinition");
  return Object.fromEntries(
    crds
      .filter(({ spec }) => spec.group === group)
      .flatMap(({ spec: { names, versions } }) =>
        versions
          .filter(({ served }) => served)
          .map(({ name, schema }) => [`${group}/${name} ${names.kind}`, contentsOf(nodeOf(schema.openAPIV3Schema))]),
      ),
  );
}

/** What a person writes of an object beside its identity; the status is the controller's. */
export function contentsOf({ properties = {}, required = [], ...rest }: Node): Node {
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...contents } = properties;
  const needed = required.filter((field) => Object.hasOwn(contents, field));
  return { ...rest, properties: contents, ...(needed.length > 0 && { required: needed }) };
}
