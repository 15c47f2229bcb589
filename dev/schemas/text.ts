import type { FieldTable, Node } from "../../kube/fieldTables/node";
import { share } from "./share";

/** A table as it is kept: a kind or node on a line, so that a new release shows which of them it changes. */
export function tableText(source: string, kinds: Readonly<Record<string, Node>>): string {
  const table: FieldTable = { source, ...share(kinds) };
  return `{\n"source": ${JSON.stringify(source)},\n"kinds": ${lines(table.kinds)},\n"nodes": ${lines(table.nodes)}\n}\n`;
}

function lines(values: Readonly<Record<string, Node>>): string {
  const rows = Object.entries(values).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${rows.join(",\n")}\n}`;
}
