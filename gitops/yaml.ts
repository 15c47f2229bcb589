import { stringify } from "yaml";
import type { KubernetesObject } from "../components/kubernetes";

/** First line of every rendered file: whoever reads it knows where a change belongs. */
export const MARK =
  "# Rendered by `npm run render` from platform.ts and Pulumi.<stack>.yaml: change those, not this file.";

/** The text of a rendered file. YAML 1.1 quoting, because Kubernetes' readers still take `on` and `0755` as of old. */
export function renderFile(...documents: readonly object[]): string {
  const texts = documents.map((document) => stringify(document, { lineWidth: 0, version: "1.1" }));
  return `${MARK}\n${texts.join("---\n")}`;
}

/** True for the text of a file that was rendered. */
export function isRendered(text: string): boolean {
  return text.startsWith("# Rendered by `npm run render`");
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
