import type { z } from "zod";
import { ARGOCD_NAMESPACE } from "../components/argocd/namespace";
import type { ValidationError } from "../core/errors";
import { isPlainObject, type PlainObject } from "../core/merge";
import type { environmentSchema } from "./schema";

type Fields = z.input<typeof environmentSchema>;

/** Which fields a stack without an environment has: all that is in one, none of it, or all but what is named. */
const FIELDS: Record<keyof Fields, boolean | { allBut: readonly string[] }> = {
  namespace: false,
  delivery: true,
  gateway: false,
  llmProviders: false,
  mcpServers: false,
  mcpRoutes: false,
  agents: false,
  existingSecrets: false,
  existingServices: false,
  allowedKinds: false,
  policies: false,
  patches: false,
  labels: false,
  selectorLabels: false,
  cluster: {
    allBut: [
      "name",
      "argocd",
      "controlPlane",
      "gatewayApi",
      "namespaces",
      "argocdUser",
      "labels",
      "tokenRotation",
    ] satisfies (keyof Field<"cluster">)[],
  },
  adopt: true,
  argocd: {
    allBut: [
      "mode",
      "kubeconfig",
      "kubeconfigFrom",
      "context",
      "namespace",
      "applicationNamespace",
    ] satisfies (keyof Field<"argocd">)[],
  },
  repository: true,
  sources: true,
  controlPlane: false,
  images: true,
  pods: true,
  drift: true,
  automation: true,
  application: { allBut: ["suffix", "freeze"] satisfies (keyof Field<"application">)[] },
};

type Field<K extends keyof Fields> = NonNullable<Fields[K]>;

/** Whether a stack deploys no environment, by its merged configuration. */
export function isHub({ delivery }: PlainObject): boolean {
  return delivery === "none";
}

/** A layer of a stack without an environment: what it says of environments is for the other stacks. */
export function ofHub(layer: PlainObject): PlainObject {
  const environments = new Set(environmentPaths(layer));
  const fields = Object.entries(layer).filter(([key]) => !environments.has(key));
  return Object.fromEntries(
    fields.map(([key, value]) => [
      key,
      isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !environments.has(`${key}.${name}`)))
        : value,
    ]),
  );
}

/** The errors of a stack without an environment whose own configuration describes one. */
export function hubErrors(own: PlainObject): ValidationError[] {
  return environmentPaths(own)
    .filter((path) => path !== "argocd.mode" || (own.argocd as PlainObject).mode !== "install")
    .map((path) => ({
      path,
      problem: "is about an environment, and this stack deploys none (delivery: none)",
      remedy: "Remove it, or move it to the stack of an environment.",
    }));
}

/** The namespace of a stack without an environment is that of its Argo CD. */
export const hubNamespace = { namespace: ARGOCD_NAMESPACE };

function environmentPaths(layer: PlainObject): string[] {
  return Object.entries(layer).flatMap(([key, value]) => {
    const field = Object.hasOwn(FIELDS, key) ? FIELDS[key as keyof Fields] : true;
    if (typeof field === "boolean") return field ? [] : [key];
    return isPlainObject(value)
      ? Object.keys(value)
          .filter((name) => field.allBut.includes(name))
          .map((name) => `${key}.${name}`)
      : [];
  });
}
