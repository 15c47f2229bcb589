import assert from "node:assert/strict";
import { ArgoCd } from "../../components";
import { clusterProvider } from "../../components/cluster/provider";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { SecretValue } from "../../core/secret";
import { release } from "./argocdRelease";
import { environment } from "./environment";
import { record, type Registration } from "./recorder";

/**
 * What the component registers for an Argo CD.
 *
 * @param definitions gets the CRDs that it applies apart
 */
export function registeredArgoCd(
  argocd: PlainObject = {},
  definitions: KubernetesObject[] = [],
): Promise<Registration[]> {
  return record(() => {
    const kubeconfig = new SecretValue("kubeconfig");
    const provider = clusterProvider("cluster", { identifier: "test", kubeconfig, namespace: "argocd" });
    const { argocd: spec } = environment({ argocd });
    const files = spec.applicationSets
      ? { ...release, applicationSets: "kind: X\nmetadata: { name: sets }\n" }
      : release;
    const applyCrds = (crds: KubernetesObject[]) => Promise.resolve(void definitions.push(...crds));
    return new ArgoCd("argocd", { spec, release: files, applyCrds }, { provider });
  });
}

export function inputsOf(registrations: Registration[], name: string): Record<string, unknown> {
  const registration = registrations.find((each) => each.name === name);
  assert.ok(registration, `no ${name}`);
  return registration.inputs;
}

/** The data of a Secret, decoded. */
export function decodedData(registrations: Registration[], name: string): Record<string, string> {
  const { data } = inputsOf(registrations, name) as { data: { secret: Record<string, string> } };
  const values = Object.entries(data.secret);
  return Object.fromEntries(values.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
}
