import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TargetCluster } from "../../../../components";
import { adoptingTransformation, takenOver, type Adoption } from "../../../../components/cluster/adoption";
import { OWNER } from "../../../../components/cluster/owner";
import { adoptingProvider, clusterProvider } from "../../../../components/cluster/provider";
import { isOfHub, adoptingName } from "../../../../components/cluster/providerNames";
import { SecretValue } from "../../../../core/secret";
import { record } from "../../../../dev/support/recorder";

describe("what a stack takes over", () => {
  const access = { identifier: "test", kubeconfig: new SecretValue("kubeconfig"), namespace: "team" };
  const providers = (name = "cluster") => ({
    provider: clusterProvider(name, access),
    adopting: adoptingProvider(name, access),
  });
  const adoption = (names: string[], announced: string[] = []): Adoption => ({
    ...providers(),
    names,
    announce: ({ metadata }) => Promise.resolve(void announced.push(metadata.name)),
  });

  it("is what it names, and nothing else: the provider of all other objects fails where one exists", async () => {
    const announced: string[] = [];
    const registrations = await record(() => {
      const { provider, ...rest } = adoption(["Namespace/team", "ClusterRole/agentgateway-argocd-dev"], announced);
      const transformations = [adoptingTransformation({ provider, ...rest })];
      new TargetCluster("target", { environment: "dev", namespace: "team", argocd: {} }, { provider, transformations });
    });
    const made = registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    const by = (name: string) => made.filter(({ provider }) => provider === name);
    const taken = by("default-adopting-cluster")
      .map(({ name }) => name)
      .sort();
    assert.deepEqual(taken, ["target-clusterrole", "target-namespace-team"]);
    assert.ok(by("cluster").length > 2);
    assert.equal(by("cluster").length + taken.length, made.length);
    assert.deepEqual(announced.sort(), ["agentgateway-argocd-dev", "team"]);
    const inputs = (name: string) =>
      registrations.find((each) => each.name === name && each.type.startsWith("pulumi:providers"))?.inputs;
    const { upsertExistingObjects, ...rest } = inputs("default-adopting-cluster") ?? {};
    assert.equal(upsertExistingObjects, "true");
    // Or an object that moves from one to the other would be replaced.
    assert.deepEqual(rest, inputs("cluster"));
  });

  it("is not what another cluster has by the same name", async () => {
    const registrations = await record(() => {
      const other = clusterProvider("hub", access);
      const transformations = [adoptingTransformation(adoption(["Namespace/team"]))];
      new k8s.core.v1.Namespace("team", { metadata: { name: "team" } }, { provider: other, transformations });
    });
    assert.equal(registrations.find(({ name }) => name === "team")?.provider, "hub");
  });

  it("may be what a component makes in the provider's process, which only a transform of the component sees", async () => {
    const transforms: pulumi.ResourceTransform[] = [];
    await record(() => {
      const parts = adoption(["ConfigMap/argocd-cm"]);
      const transformation = adoptingTransformation(parts);
      const made = transformation({
        resource: undefined as unknown as pulumi.Resource,
        type: "kubernetes:yaml/v2:ConfigGroup",
        name: "install",
        props: {},
        opts: { provider: parts.provider },
      });
      transforms.push(...(made?.opts.transforms ?? []));
    });
    const [transform] = transforms;
    const opts: pulumi.CustomResourceOptions = { deleteBeforeReplace: false };
    const asked = (type: string, name: string, custom = true) =>
      transform?.({ type, name, custom, props: { metadata: { name } }, opts });
    assert.equal(await asked("kubernetes:core/v1:ConfigMap", "argocd-rbac-cm"), undefined);
    assert.equal(await asked("kubernetes:core/v1:ConfigMap", "argocd-cm", false), undefined);
    const changed = (await asked("kubernetes:core/v1:ConfigMap", "argocd-cm"))?.opts as pulumi.CustomResourceOptions;
    assert.equal(changed.deleteBeforeReplace, true);
    assert.equal(await valueOf(changed.provider?.urn), urnOf("default-adopting-cluster"));
  });

  it("is announced unless it is the stack's own already", () => {
    const owner = "acme/agentgateway-infra/dev";
    const said = (metadata: object) => takenOver({ metadata: { name: "team", ...metadata } }, owner, "the cluster");
    const pulumis = { managedFields: [{ manager: "pulumi-kubernetes-1a2b3c4d" }] };
    assert.equal(
      said({ managedFields: [{ manager: "kubectl-create" }] }),
      "is in the cluster already, made by no stack of this program (but by kubectl-create), and adopt names it: this stack takes " +
        "it over. The fields that the stack describes get its values, the others stay, and `pulumi destroy` deletes it.",
    );
    assert.match(said({ ...pulumis, annotations: { [OWNER]: "acme/agentgateway-infra/prod" } }) ?? "", /takes it over/);
    assert.equal(said({ annotations: { [OWNER]: owner } }), undefined);
    assert.equal(said(pulumis), undefined);
  });

  it("is looked for in the cluster of its provider, by the commands too", () => {
    const names = ["cluster", "hub"].flatMap((name) => [name, adoptingName(name)]);
    assert.deepEqual(names.filter(isOfHub), ["hub", "default-adopting-hub"]);
  });
});

const urnOf = (name: string) => `urn:pulumi:test::agentgateway-infra::pulumi:providers:kubernetes::${name}`;

function valueOf<T>(output: pulumi.Output<T> | undefined): Promise<T | undefined> {
  return new Promise((resolve) => (output === undefined ? resolve(undefined) : output.apply(resolve)));
}
