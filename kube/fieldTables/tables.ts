import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FieldTable } from "./node";

/** The files of the tables, by whose kinds they have: this is the place that knows the releases. `npm run schemas` writes them. */
export const TABLES = {
  agentgateway: "agentgateway-1.4.1",
  gatewayApi: "gateway-api-v1.6.1-standard",
  gatewayApiExperimental: "gateway-api-v1.6.1-experimental",
  kubernetes: "kubernetes-v1.37.2",
} as const;

export type TableName = keyof typeof TABLES;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Where a table is. */
export function tablePath(name: TableName): string {
  return join(__dirname, "tables", `${TABLES[name]}.json`);
}

const read = new Map<TableName, FieldTable>();

/** A table. It is read when it is needed first, which takes a few milliseconds. */
export function tableOf(name: TableName): FieldTable {
  const known = read.get(name) ?? (JSON.parse(readFileSync(tablePath(name), "utf8")) as FieldTable);
  read.set(name, known);
  return known;
}
