import { fieldsOf, textIn } from "../../checks/fields";
import { isPlainObject } from "../../core/merge";
import type { GraphBuilder } from "./graph";

/** The key of an object in the picture. */
export function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

const REFERENCES = ["backendRef", "backendRefs"];

/** Connects a node with whatever a value refers to, at any depth. */
export function connectReferences(graph: GraphBuilder, from: string, value: unknown, label?: string): void {
  for (const { key, value: references } of fieldsOf(value)) {
    if (!REFERENCES.includes(key)) continue;
    for (const reference of Array.isArray(references) ? references : [references]) {
      const name = textIn(reference, "name");
      if (!isPlainObject(reference) || name === undefined) continue;
      const kind = textIn(reference, "kind") ?? "Service";
      const to = keyOf(kind, name);
      if (kind === "Service") graph.need(to, { kind: "service", lines: [name, "Service"], elsewhere: true });
      graph.connect(from, to, "flow", label);
    }
  }
}

/** A value of a manifest in a picture: text and numbers as they are, and nothing of what should be neither. */
export function said(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
