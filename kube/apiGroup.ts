import type { KubernetesObject } from "./object";

/** The API group of an object; empty for the core. */
export function groupOf({ apiVersion }: Pick<KubernetesObject, "apiVersion">): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] as string) : "";
}
