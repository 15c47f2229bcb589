import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FieldTable } from "./node";

/** The tables that are kept here, by what they describe. `npm run schemas` writes them. */
export const TABLES = [
  "agentgateway-1.4.1",
  "gateway-api-v1.6.1-standard",
  "gateway-api-v1.6.1-experimental",
  "kubernetes-v1.37.2",
] as const;

export type TableName = (typeof TABLES)[number];

/** Where a table is. */
export function tablePath(name: TableName): string {
  return join(__dirname, "tables", `${name}.json`);
}

const read = new Map<TableName, FieldTable>();

/** A table. It is read when it is needed first, which takes a few milliseconds. */
export function tableOf(name: TableName): FieldTable {
  const known = read.get(name) ?? (JSON.parse(readFileSync(tablePath(name), "utf8")) as FieldTable);
  read.set(name, known);
  return known;
}
