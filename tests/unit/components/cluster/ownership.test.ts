import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { exclusiveObjects } from "../../../../components/cluster/exclusiveObjects";
import { OWNER } from "../../../../components/cluster/owner";
import { conflictErrors, ownerTransformation } from "../../../../components/cluster/ownership";
import { environment } from "../../../../dev/support/environment";

describe("what is another's", () => {
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } };
  const dev = { ...environment({}, "dev"), adopt: ["Namespace/a", "Secret/b"] };
  const reported = (metadata: object) =>
    conflictErrors([{ object, where: "the cluster", live: { metadata } }], dev).map(
      ({ path, problem, remedy }) => `${path} ${problem} | ${remedy}`,
    )[0] as string;

  it("is told with its owner, where that is known", () => {
    assert.match(
      reported({ annotations: { [OWNER]: "acme/agentgateway-infra/prod" } }),
      /made by the stack acme\/agentgateway-infra\/prod/,
    );
    assert.match(
      reported({ managedFields: [{ manager: "helm" }, { manager: "helm" }, { manager: "kubectl-edit" }] }),
      /made by no stack of this program \(but by helm, kubectl-edit\)/,
    );
  });

  it("comes with the command that takes it over, which keeps what is adopted already", () => {
    assert.match(reported({}), /pulumi config set --path 'adopt\[2\]' Namespace\/argocd --stack dev$/);
  });

  it("is told by a mark on what a stack makes, and on nothing that is made already", () => {
    const mark = (props: object, opts: object) =>
      ownerTransformation("acme/agentgateway-infra/dev")({
        resource: undefined as unknown as pulumi.Resource,
        type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
        name: "role",
        props,
        opts,
      });
    const metadata = { name: "role", annotations: { other: "kept" } };
    const annotations = { other: "kept", [OWNER]: "acme/agentgateway-infra/dev" };
    assert.deepEqual(mark({ metadata, rules: [] }, {}), {
      props: { metadata: { name: "role", annotations }, rules: [] },
      opts: {},
    });
    // So the SDK makes what stands in the outputs of a chart.
    assert.equal(mark({ metadata: undefined }, { urn: "urn:pulumi:…" }), undefined);
  });

  it("is looked for wherever a stack makes something that others may have", () => {
    const names = (of: ReturnType<typeof exclusiveObjects>) =>
      Object.values(of).map((objects) => objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`));
    const access = ["ClusterRole/agentgateway-argocd-test", "ClusterRoleBinding/agentgateway-argocd-test"];
    const projects = ["-root", "", "-published"].map((part) => `AppProject/agentgateway-infra${part}-test`);
    const namespaces = ["Namespace/agentgateway-test", "Namespace/agentgateway-system"];
    assert.deepEqual(names(exclusiveObjects(environment())), [
      [...projects, "Application/agentgateway-infra-root-test", "Namespace/argocd"],
      [...namespaces, ...access],
    ]);
    const second = environment({ cluster: { controlPlane: "existing" }, argocd: { mode: "existing" } });
    assert.deepEqual(names(exclusiveObjects(second)), [
      [...projects.slice(0, 2), "Application/agentgateway-infra-root-test"],
      ["Namespace/agentgateway-test", ...access],
    ]);
    const secondRemote = environment({
      cluster: { name: "stage", controlPlane: "existing" },
      argocd: { mode: "existing" },
    });
    assert.deepEqual(names(exclusiveObjects(secondRemote)), names(exclusiveObjects(second)));
    const given = environment({ cluster: { namespaces: { mode: "existing" } } });
    assert.deepEqual(names(exclusiveObjects(given))[1], access);
    const remote = environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } });
    assert.deepEqual(names(exclusiveObjects(remote)), [
      [...projects, "Application/agentgateway-infra-root-test", "Secret/cluster-stage"],
      [...namespaces, ...access],
    ]);
  });
});
