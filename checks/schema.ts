import { isDeepStrictEqual } from "node:util";
import { AGENTGATEWAY_API, GATEWAY_API } from "../components/gateway/build";
import { installsGatewayApi } from "../components/cluster/controlPlane";
import { patchKey } from "../components/patches";
import type { Environment } from "../config/schema";
import type { ValidationError } from "../core/errors";
import { didYouMean } from "../core/suggest";
import { formatPath } from "../core/validationErrors";
import type { FieldTable, Node } from "../kube/fieldTables/node";
import { tableOf, TABLES, type TableName } from "../kube/fieldTables/tables";
import { fieldErrors, UNKNOWN, type FieldError } from "../kube/fieldTables/validate";
import { valueIn } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/**
 * Objects that do not fit the schema of their kind, as the field tables have it: the API server would refuse them, or drop
 * fields without a word. Its rules in CEL are asked of it by the preview. What the builders render alone fits, as tests show,
 * so an environment without the others reads no table.
 */
export function schema({ items, environment }: Inventory): ValidationError[] {
  const written = items.filter(({ handWritten, object }) => handWritten || environment.patches[patchKey(object)]);
  return written.flatMap((item) => schemaErrors(item, environment));
}

/** What the schema of its kind has against an object; nothing where there is no table of it. */
export function schemaErrors(item: Item, environment: Environment): ValidationError[] {
  const name = tableFor(item, environment);
  return name === undefined ? [] : errorsOf(item, name, environment);
}

/** The table that has an object's kind; none for kinds, and releases, of which there is none. */
function tableFor(item: Item, { controlPlane, cluster }: Environment): TableName | undefined {
  const group = groupOf(item);
  if (group === AGENTGATEWAY_API)
    return TABLES.agentgateway === `agentgateway-${controlPlane.version}` ? "agentgateway" : undefined;
  // Which release and channel others have installed is known to the cluster; the experimental channel has all fields.
  if (group === GATEWAY_API) return installsGatewayApi(cluster) ? "gatewayApi" : "gatewayApiExperimental";
  return keyOfKind(item) in tableOf("kubernetes").kinds ? "kubernetes" : undefined;
}

function keyOfKind({ object: { apiVersion, kind } }: Item): string {
  return `${apiVersion} ${kind}`;
}

function errorsOf(item: Item, name: TableName, environment: Environment): ValidationError[] {
  const found = errorsBy(tableOf(name), item);
  if (found === undefined) return [unknownKind(item, name)];
  const others = name === "gatewayApi" ? (errorsBy(tableOf("gatewayApiExperimental"), item) ?? []) : found;
  const isOfOther = ({ path, problem }: FieldError) =>
    problem === UNKNOWN && !others.some((other) => isDeepStrictEqual(other.path, path));
  return [...ofMetadata(item.object.metadata), ...found].map((error) => ({
    path: place(item, error.path, environment),
    ...(isOfOther(error)
      ? ofChannel(error)
      : { problem: error.problem, ...(error.remedy && { remedy: error.remedy }) }),
  }));
}

/** What a table has against an object; nothing where it does not have the kind. */
function errorsBy({ kinds, nodes }: FieldTable, item: Item): FieldError[] | undefined {
  const node = kinds[keyOfKind(item)];
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...contents } = item.object;
  return node && fieldErrors(contents, node, nodes);
}

function ofChannel({ path }: FieldError): Omit<ValidationError, "path"> {
  return {
    problem: "is not in the standard channel of Gateway API, which is what is installed",
    remedy: path.at(-1) === "retry" ? "Say it in an AgentgatewayPolicy (traffic.retry)." : "Remove it.",
  };
}

/** All kinds have the same metadata. */
function ofMetadata(metadata: unknown) {
  const { kinds, nodes } = tableOf("kubernetes");
  return fieldErrors(metadata, kinds["v1 ObjectMeta"] as Node, nodes, ["metadata"]);
}

function unknownKind(item: Item, name: TableName): ValidationError {
  const { kinds, source } = tableOf(name);
  return {
    path: at(item),
    problem: `is of a kind that ${source} does not have (${keyOfKind(item)})`,
    remedy: didYouMean(keyOfKind(item), Object.keys(kinds)),
  };
}

/** Where a person would change the field: in a patch, or where the object comes from. */
function place(item: Item, path: readonly (string | number)[], { patches }: Environment): string {
  const field = formatPath(path);
  const patch = item.handWritten ? undefined : patches[patchKey(item.object)];
  const isPatched = path.length > 0 && valueIn(patch, ...path.slice(0, firstIndex(path)).map(String)) !== undefined;
  return isPatched ? `patches.${patchKey(item.object)}.${field}` : at(item, field);
}

/** Lists are taken whole, so a patch has the list or it has not. */
function firstIndex(path: readonly (string | number)[]): number {
  const index = path.findIndex((part) => typeof part === "number");
  return index === -1 ? path.length : index;
}
