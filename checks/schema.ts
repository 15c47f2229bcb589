import { AGENTGATEWAY_API, GATEWAY_API } from "../components/gateway/build";
import { installsGatewayApi } from "../components/cluster/controlPlane";
import { rawKey } from "../components/raw";
import { versions } from "../components/versions";
import type { Environment } from "../config/schema";
import type { ValidationError } from "../core/errors";
import { didYouMean } from "../core/suggest";
import { formatPath } from "../core/validationErrors";
import type { FieldTable, Node } from "../kube/fieldTables/node";
import { tableOf, type TableName } from "../kube/fieldTables/tables";
import { fieldErrors } from "../kube/fieldTables/validate";
import { valueIn } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/**
 * Objects that do not fit the schema of their kind, as the field tables have it: the API server would refuse them, or drop
 * fields without a word. Its rules in CEL are asked of it by the preview.
 */
export function schema({ items, environment }: Inventory): ValidationError[] {
  return items.flatMap((item) => {
    const name = tableFor(item, environment);
    return name === undefined ? [] : errorsOf(item, tableOf(name), environment);
  });
}

/** The table that has an object's kind; none for kinds, and releases, of which there is none. */
function tableFor(item: Item, { controlPlane, cluster }: Environment): TableName | undefined {
  const group = groupOf(item);
  if (group === AGENTGATEWAY_API)
    return controlPlane.version === versions.agentgateway ? "agentgateway-1.4.1" : undefined;
  // Which release and channel others have installed is known to the cluster; the experimental channel has all fields.
  if (group === GATEWAY_API)
    return installsGatewayApi(cluster) ? "gateway-api-v1.6.1-standard" : "gateway-api-v1.6.1-experimental";
  return keyOfKind(item) in tableOf("kubernetes-v1.37.2").kinds ? "kubernetes-v1.37.2" : undefined;
}

function keyOfKind({ object: { apiVersion, kind } }: Item): string {
  return `${apiVersion} ${kind}`;
}

function errorsOf(item: Item, { kinds, nodes, source }: FieldTable, environment: Environment): ValidationError[] {
  const node = kinds[keyOfKind(item)];
  if (node === undefined) return [unknownKind(item, kinds, source)];
  const { apiVersion: _, kind: __, metadata, status: ___, ...contents } = item.object;
  const inMetadata = ofMetadata(metadata);
  return [...inMetadata, ...fieldErrors(contents, node, nodes)].map(({ path, problem, remedy }) => ({
    path: place(item, path, environment),
    problem,
    ...(remedy && { remedy }),
  }));
}

/** All kinds have the same metadata. */
function ofMetadata(metadata: unknown) {
  const { kinds, nodes } = tableOf("kubernetes-v1.37.2");
  return fieldErrors(metadata, kinds["v1 ObjectMeta"] as Node, nodes, ["metadata"]);
}

function unknownKind(item: Item, kinds: FieldTable["kinds"], source: string): ValidationError {
  return {
    path: at(item),
    problem: `is of a kind that ${source} does not have (${keyOfKind(item)})`,
    remedy: didYouMean(keyOfKind(item), Object.keys(kinds)),
  };
}

/** Where a person would change the field: in a patch, or where the object comes from. */
function place(item: Item, path: readonly (string | number)[], { raw }: Environment): string {
  const field = formatPath(path);
  const patch = item.handWritten ? undefined : raw[rawKey(item.object)];
  const isPatched = path.length > 0 && valueIn(patch, ...path.slice(0, firstIndex(path)).map(String)) !== undefined;
  return isPatched ? `raw.${rawKey(item.object)}.${field}` : at(item, field);
}

/** Lists are taken whole, so a patch has the list or it has not. */
function firstIndex(path: readonly (string | number)[]): number {
  const index = path.findIndex((part) => typeof part === "number");
  return index === -1 ? path.length : index;
}
