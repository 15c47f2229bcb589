import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AllowedKindsSpec } from "../../../../components/allowedKinds/spec";
import { OwnedObjects } from "../../../../components/live/owned";
import type { OwnedObject } from "../../../../components/live/objects";
import { provider } from "../../../../dev/support/placement";
import { record } from "../../../../dev/support/recorder";

/** The objects that are noted of a component which creates something. */
async function noted(
  create: (opts: pulumi.CustomResourceOptions) => void,
  allowedKinds?: AllowedKindsSpec,
): Promise<OwnedObject[]> {
  const owned = new OwnedObjects(allowedKinds);
  let texts: pulumi.Input<string>[] = [];
  await record(() => {
    const parent = new pulumi.ComponentResource("test:index:Component", "component", {}, { provider: provider() });
    const note: pulumi.ResourceTransformation = (args) => void owned.add(args);
    create({ parent, transformations: [note] });
    texts = owned.of(parent, () => "argocd").objects;
  });
  const known: string[] = [];
  pulumi.all(texts).apply((all) => known.push(...all));
  await new Promise((resolve) => setTimeout(resolve, 50));
  return known.flatMap((text) => JSON.parse(text) as OwnedObject[]);
}

const named = (objects: readonly OwnedObject[]) =>
  objects.map(({ object: { kind, metadata } }) => `${kind} ${metadata.namespace ?? "-"}/${metadata.name}`);

describe("live: the objects that a component applies", () => {
  it("are noted with their namespaces, which a kind without one does not get", async () => {
    const objects = await noted((opts) => {
      new k8s.core.v1.Namespace("n", { metadata: { name: "prod" } }, opts);
      new k8s.core.v1.Secret("s", { metadata: { name: "keys" }, data: { a: pulumi.output("eA==") } }, opts);
      new k8s.core.v1.ConfigMap("c", { metadata: { name: "c", namespace: "other" } }, opts);
    });
    assert.deepEqual(named(objects), ["Namespace -/prod", "Secret argocd/keys", "ConfigMap other/c"]);
    assert.deepEqual(objects[1]?.object["data"], { a: "eA==" });
  });

  it("get no namespace where the stack allows their kind as one without", async () => {
    const allowed = { "ClusterSecretStore.external-secrets.io": { clusterWide: ["vault"] } };
    const external = (kind: string) => ({ apiVersion: "external-secrets.io/v1", kind, metadata: { name: "vault" } });
    const objects = await noted((opts) => {
      for (const kind of ["ClusterSecretStore", "SecretStore"])
        new k8s.apiextensions.CustomResource(kind, external(kind), opts);
    }, allowed);
    assert.deepEqual(named(objects), ["ClusterSecretStore -/vault", "SecretStore argocd/vault"]);
  });

  it("are those of a manifest, of definitions their names alone", async () => {
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      spec: { group: "x" },
    };
    const lines = [
      { ...definition, metadata: { name: "a.example.com" } },
      { apiVersion: "v1", kind: "Service", metadata: { name: "argocd-server" }, spec: { ports: [] } },
    ];
    const yaml = lines.map((line) => JSON.stringify(line)).join("\n");
    const objects = await noted((opts) => void new k8s.yaml.v2.ConfigGroup("g", { yaml }, opts));
    assert.deepEqual(named(objects), ["CustomResourceDefinition -/a.example.com", "Service argocd/argocd-server"]);
    assert.equal(objects[0]?.object["spec"], undefined);
  });

  it("are not those that Pulumi names, patches, and charts", async () => {
    const objects = await noted((opts) => {
      new k8s.core.v1.ConfigMap("c", { metadata: { namespace: "argocd" } }, opts);
      new k8s.core.v1.ConfigMapPatch("p", { metadata: { name: "p" } }, opts);
      new k8s.helm.v4.Chart("h", { chart: "agentgateway" }, opts);
    });
    assert.deepEqual(named(objects), []);
  });
});
