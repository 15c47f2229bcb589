import { z } from "zod";
import { SecretValue } from "../core/secret";
import { isPlainObject } from "../core/merge";
import { meantBy, type FieldTable, type Node } from "../kube/fieldTables/node";
import { tableOf, type TableName } from "../kube/fieldTables/tables";
import { fieldErrors } from "../kube/fieldTables/validate";

/** A place in the objects of a kind, whose fields the configuration takes under their own names. */
export interface ApiPlace {
  table: TableName;
  /** Such as `agentgateway.dev/v1alpha1 AgentgatewayPolicy`. */
  kind: string;
  /** Such as `["spec", "traffic"]`. */
  path: readonly string[];
}

declare module "zod" {
  interface GlobalMeta {
    /** Where the fields of the value are from. */
    api?: ApiPlace;
  }
}

/**
 * The API's own fields at a place of a kind, typed by `T` and checked by its field table. They are in Git, in plain text, so
 * none is a secret. Rules in CEL are the API server's to tell.
 */
export function apiFields<T extends object>(place: ApiPlace): z.ZodType<T, T> {
  const fields = z
    .record(z.string(), z.unknown())
    .superRefine((value, context) => {
      if (Object.keys(value).length === 0)
        context.addIssue({ code: "custom", message: "must name at least one field" });
      const { node, nodes } = nodeAt(place);
      const secrets = secretErrors(value);
      for (const { path, problem, remedy } of secrets.length > 0 ? secrets : fieldErrors(value, node, nodes))
        context.addIssue({ code: "custom", path: [...path], message: problem, params: { remedy } });
    })
    .meta({ api: place });
  return fields as unknown as z.ZodType<T, T>;
}

/** The node at a place, and the nodes that it refers to. */
export function nodeAt({ table, kind, path }: ApiPlace): { node: Node; nodes: FieldTable["nodes"] } {
  const { kinds, nodes } = tableOf(table);
  const below = (node: Node, key: string) => meantBy(meantBy(node, nodes).properties?.[key] as Node, nodes);
  return { node: path.reduce(below, kinds[kind] as Node), nodes };
}

interface SecretError {
  path: (string | number)[];
  problem: string;
  remedy: string;
}

function secretErrors(value: unknown, path: (string | number)[] = []): SecretError[] {
  if (value instanceof SecretValue)
    return [
      {
        path,
        problem: "must not be here: objects are in Git, in plain text",
        remedy: "Refer to a Secret by name, and list it in existingSecrets.",
      },
    ];
  if (Array.isArray(value)) return value.flatMap((item, index) => secretErrors(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => secretErrors(item, [...path, key]));
}
