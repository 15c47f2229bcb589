import { createHash } from "node:crypto";
import { toYaml } from "../core/yaml";
import type { KubernetesObject } from "../kube/object";

const MARK = "# Rendered by `npm run render` from platform.ts and Pulumi.<stack>.yaml: change those, not this file.";
const FIRST_LINES = /^# Rendered by `npm run render`[^\n]*\n# sha256: ([0-9a-f]{64})\n/;

/**
 * The text of a rendered file. Its first lines tell a reader where a change belongs, and the renderer whether a person has
 * edited the rest.
 */
export function renderFile(...documents: readonly object[]): string {
  const body = documents.map((document) => toYaml(document)).join("---\n");
  return `${MARK}\n# sha256: ${sha256(body)}\n${body}`;
}

/** Whose a file is: as the renderer wrote it, rendered but edited since, or written by a person. */
export type Authorship = "rendered" | "edited" | "foreign";

/** Tells whose a file is by its text. */
export function authorship(text: string): Authorship {
  const match = FIRST_LINES.exec(text);
  if (match === null) return text.startsWith("# Rendered by `npm run render`") ? "edited" : "foreign";
  return sha256(text.slice(match[0].length)) === match[1] ? "rendered" : "edited";
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A kustomization. */
export function kustomization(fields: object): object {
  return { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...fields };
}

/** What a patch of a kustomization aims at. */
export function patchTarget({ apiVersion, kind, metadata }: KubernetesObject): object {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : [undefined, apiVersion];
  return { ...(group ? { group } : {}), version, kind, name: metadata.name };
}
