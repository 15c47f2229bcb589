import assert from "node:assert/strict";
import { installedObjects } from "../../../../components/argocd/install";
import { valuesOfChart } from "../../../../components/controller/values/build";
import { environmentFiles } from "../../../../components/environment";
import { UserError } from "../../../../core/errors";
import type { PlainObject } from "../../../../core/merge";
import { named, single, workloadNamed } from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";
import type { KubernetesObject } from "../../../../kube/object";

const ALL = {
  imagePullSecrets: ["mirror"],
  nodeSelector: { "kubernetes.io/arch": "arm64" },
  tolerations: [{ key: "gateways", operator: "Exists", effect: "NoSchedule" }],
  priorityClassName: "platform",
  labels: { team: "a" },
  annotations: { "example.com/note": "x" },
};
const PART = {
  imagePullSecrets: [{ name: "mirror" }],
  nodeSelector: ALL.nodeSelector,
  tolerations: ALL.tolerations,
  priorityClassName: "platform",
};
const METADATA = { labels: ALL.labels, annotations: ALL.annotations };

function objectsOf(over: PlainObject): KubernetesObject[] {
  return environmentFiles(environment(over)).flatMap(({ objects }) => objects);
}

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject | undefined {
  return objects.find((object) => object.kind === kind && object.metadata.name === name);
}

/** Fields of the pods of a Deployment, without those that every workload has. */
function podsOf(object: KubernetesObject | undefined) {
  const { template } = object?.spec as { template: { metadata: object; spec: PlainObject } };
  const { containers: _, securityContext: __, automountServiceAccountToken: token, ...spec } = template.spec;
  return { metadata: template.metadata, spec, token };
}

/** What each pod has, whatever is said of it. */
const securityContext = { seccompProfile: { type: "RuntimeDefault" } };
const server = { image: "example.com/fetcher:1" };

describe("what is said of pods", () => {
  it("for all holds for MCP servers and agents, beside the labels by which they are found", () => {
    const objects = objectsOf({ pods: ALL, mcpServers: { fetcher: server }, agents: { planner: server } });
    for (const name of ["fetcher", "planner"]) {
      const { metadata, spec } = podsOf(find(objects, "Deployment", name));
      assert.deepEqual(metadata, { ...METADATA, labels: { app: name, team: "a" } });
      assert.deepEqual(spec, PART);
    }
  });

  it("is as whom they run, beside the profile that all have anyway", () => {
    const securityContext = { runAsUser: 1000700000, fsGroup: 1000700000, seLinuxOptions: { level: "s0:c1,c2" } };
    const all = environment({ pods: { securityContext }, mcpServers: { fetcher: server } });
    const objects = environmentFiles(all).flatMap((file) => file.objects);
    const podOf = (object: KubernetesObject | undefined) =>
      (object?.spec as { template: { spec: PlainObject } }).template.spec.securityContext;
    const deployment = find(objects, "Deployment", "fetcher");
    const secured = { seccompProfile: { type: "RuntimeDefault" }, ...securityContext };
    assert.deepEqual(podOf(deployment), secured);
    const [parameters] = objects;
    assert.deepEqual(podOf((parameters?.spec as { deployment: KubernetesObject }).deployment), secured);
    assert.deepEqual(valuesOfChart(all), { podSecurityContext: secured });
    const profile = { seccompProfile: { type: "Localhost", localhostProfile: "a.json" } };
    const own = objectsOf({
      pods: { securityContext },
      mcpServers: { fetcher: { ...server, pods: { securityContext: profile } } },
    });
    assert.deepEqual(podOf(find(own, "Deployment", "fetcher")), profile, "as a whole");
    const podSecurityContext = { seccompProfile: { type: "RuntimeDefault" } };
    const values = { pods: { securityContext: profile }, controlPlane: { values: { podSecurityContext } } };
    assert.deepEqual(valuesOfChart(environment(values)), { podSecurityContext });
  });

  it("for all holds for the proxy, beside how its replicas are spread", () => {
    const spread = { topologyKey: "topology.kubernetes.io/zone" };
    const [parameters] = objectsOf({ pods: ALL, gateway: { topologySpread: [spread] } });
    const { deployment } = parameters?.spec as { deployment: { spec: { template: { spec: PlainObject } } } };
    const { topologySpreadConstraints, ...spec } = deployment.spec.template.spec;
    assert.deepEqual(spec, { ...PART, securityContext });
    assert.equal((topologySpreadConstraints as object[]).length, 1);
    assert.deepEqual({ ...deployment.spec.template, spec: {} }, { metadata: METADATA, spec: {} });
  });

  it("for all holds for the controller, by its chart's values, which win", () => {
    const controlPlane = { values: { nodeSelector: { disk: "ssd" }, controller: { replicaCount: 2 } } };
    assert.deepEqual(valuesOfChart(environment({ pods: ALL, controlPlane })), {
      podSecurityContext: securityContext,
      imagePullSecrets: [{ name: "mirror" }],
      nodeSelector: { "kubernetes.io/arch": "arm64", disk: "ssd" },
      tolerations: ALL.tolerations,
      podLabels: ALL.labels,
      podAnnotations: ALL.annotations,
      controller: { priorityClassName: "platform", replicaCount: 2 },
    });
    assert.deepEqual(valuesOfChart(environment({})), { podSecurityContext: securityContext });
  });

  it("for all holds for every workload of Argo CD, beside what the release says", () => {
    const { argocd, pods } = environment({ pods: ALL, argocd: { pods: { priorityClassName: "argocd" } } });
    const objects = installedObjects(single, argocd, { pods });
    const before = installedObjects(single, environment({}).argocd);
    const workloads = before.filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
    assert.ok(workloads.length > 3);
    for (const { metadata } of workloads) {
      const { template } = workloadNamed(objects, metadata.name).spec;
      const was = workloadNamed(before, metadata.name).spec.template;
      assert.deepEqual(template.spec, { ...was.spec, ...PART, priorityClassName: "argocd" });
      assert.deepEqual(template.metadata, {
        ...was.metadata,
        labels: { ...(was.metadata as { labels: object }).labels, ...ALL.labels },
        annotations: { ...was.metadata?.annotations, ...ALL.annotations },
      });
    }
  });

  it("at one of them wins: fields by their keys, lists as a whole", () => {
    const pods = { nodeSelector: { disk: "ssd" }, tolerations: [], imagePullSecrets: ["own"] };
    const objects = objectsOf({ pods: ALL, mcpServers: { fetcher: { ...server, pods } } });
    const { spec } = podsOf(find(objects, "Deployment", "fetcher"));
    assert.deepEqual(spec, {
      imagePullSecrets: [{ name: "own" }],
      nodeSelector: { "kubernetes.io/arch": "arm64", disk: "ssd" },
      priorityClassName: "platform",
    });
  });

  it("gives a workload a ServiceAccount of its name, which a cloud knows and the API server gives no token", () => {
    const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/fetcher" };
    const objects = objectsOf({ mcpServers: { fetcher: { ...server, pods: { serviceAccount: { annotations } } } } });
    assert.deepEqual(find(objects, "ServiceAccount", "fetcher"), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "fetcher", labels: { app: "fetcher" }, annotations },
      automountServiceAccountToken: false,
    });
    const { spec, token } = podsOf(find(objects, "Deployment", "fetcher"));
    assert.deepEqual([spec, token], [{ serviceAccountName: "fetcher" }, false]);
  });

  it("names a ServiceAccount that exists, and makes none", () => {
    const objects = objectsOf({ mcpServers: { fetcher: { ...server, pods: { serviceAccount: { name: "theirs" } } } } });
    assert.equal(find(objects, "ServiceAccount", "fetcher"), undefined);
    assert.deepEqual(podsOf(find(objects, "Deployment", "fetcher")).spec, { serviceAccountName: "theirs" });
  });

  it("annotates the proxy's ServiceAccount, which the controller makes", () => {
    const annotations = { "iam.gke.io/gcp-service-account": "gateway@project.iam.gserviceaccount.com" };
    const [parameters] = objectsOf({ gateway: { pods: { serviceAccount: { annotations } } } });
    const { serviceAccount, deployment } = parameters?.spec as PlainObject;
    assert.deepEqual(
      [serviceAccount, deployment],
      [{ metadata: { annotations } }, { spec: { template: { spec: { securityContext } } } }],
    );
  });
});

describe("the objects of Argo CD", () => {
  const installed = (argocd: PlainObject) => installedObjects(single, environment({ argocd }).argocd);

  it("are patched by kind and name, over our settings", () => {
    const objects = installed({
      patches: {
        "Deployment/argocd-server": { metadata: { annotations: { note: "x" } }, spec: { replicas: 3 } },
        "ConfigMap/argocd-cm": { data: { "ui.bannercontent": "Prod" } },
      },
    });
    assert.equal((named(objects, "argocd-server").spec as { replicas: number }).replicas, 3);
    assert.deepEqual(named(objects, "argocd-server").metadata.annotations, { note: "x" });
    const plain = named(installed({}), "argocd-cm").data as object;
    assert.deepEqual(named(objects, "argocd-cm").data, { ...plain, "ui.bannercontent": "Prod" });
  });

  it("restart where a patch changes a setting that they read at their start", () => {
    const checksum = (argocd: PlainObject) =>
      workloadNamed(installed(argocd), "argocd-server").spec.template.metadata?.annotations?.["checksum/settings"];
    const patches = { "ConfigMap/argocd-cmd-params-cm": { data: { "server.log.level": "warn" } } };
    assert.notEqual(checksum({ patches }), checksum({}));
    assert.equal(checksum({ patches }), checksum({ logging: { level: "warn" } }));
  });

  it("are not patched where the release has none of that name, which is said with the nearest", () => {
    assert.throws(
      () => installed({ patches: { "Deployment/argocd-serve": {}, "Secret/argocd-secret": {} } }),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(
          error.message,
          /argocd\.patches\["Deployment\/argocd-serve"\]: .* Argo CD 3\.\d+\.\d+\n.*Did you mean "Deployment\/argocd-server"\?/,
        );
        assert.match(error.message, /argocd\.patches\["Secret\/argocd-secret"\]/);
        return true;
      },
    );
  });

  it("have variables for the repo-server, such as a proxy's address", () => {
    const objects = installed({ repoServer: { env: { HTTPS_PROXY: "http://proxy:3128" } } });
    const [container] = workloadNamed(objects, "argocd-repo-server").spec.template.spec.containers;
    assert.deepEqual(container?.env?.at(-1), { name: "HTTPS_PROXY", value: "http://proxy:3128" });
    const [server] = workloadNamed(objects, "argocd-server").spec.template.spec.containers;
    assert.ok(!server?.env?.some(({ name }) => name === "HTTPS_PROXY"));
  });
});
