import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { installedObjects, objectsIn, type ReleaseFiles } from "../../components/argocd/install";
import { readRelease } from "../../components/argocd/release";
import type { ArgoCdSpec } from "../../components/argocd/spec";
import { patchKey } from "../../components/patches";
import { isWorkload, type Workload } from "../../components/argocd/workloads";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { data } from "../../dev/support/argocdRelease";
import { codeBlocks, documentedConfig } from "../../dev/support/docs";
import { environment } from "../../dev/support/environment";

interface Security {
  runAsNonRoot?: boolean;
  allowPrivilegeEscalation?: boolean;
  capabilities?: { drop?: string[] };
  seccompProfile?: { type: string };
}

interface PodSpec {
  securityContext?: Security;
  containers: Container[];
  initContainers?: Container[];
}

interface Container {
  name: string;
  securityContext?: Security;
  env?: { valueFrom?: { configMapKeyRef?: { name: string; key: string } } }[];
}

/** Settings of every kind that Argo CD reads at its start. */
const everything: PlainObject = {
  scale: "large",
  applicationSets: true,
  notifications: { webhook: {} },
  url: "https://argocd.example.com",
  sso: { dex: { connectors: { github: { type: "github" } } } },
  controller: { shards: 2, sharding: "round-robin", kubectlParallelism: 30 },
  repoServer: { replicas: 3, parallelism: 10 },
  server: { replicas: 3, insecure: true },
};

const podOf = ({ spec }: Workload) => spec.template.spec as unknown as PodSpec;
const containersOf = (workload: Workload) => {
  const { containers, initContainers = [] } = podOf(workload);
  return [...initContainers, ...containers];
};

const namesOf = (objects: readonly KubernetesObject[]) => objects.map(({ metadata }) => metadata.name);

for (const highAvailability of [false, true]) {
  describe(`the release of Argo CD, ${highAvailability ? "highly available" : "single"}`, () => {
    let spec: ArgoCdSpec;
    let files: ReleaseFiles;
    let objects: KubernetesObject[];
    let workloads: Workload[];

    before(async () => {
      const { assets } = await ensureToolchain({ only: [] });
      ({ argocd: spec } = environment({
        argocd: { ...everything, highAvailability, manifests: assets.argocdManifests },
      }));
      files = await readRelease(spec);
      objects = installedObjects(files.install, spec);
      workloads = objects.filter(isWorkload);
    });

    it("has the objects that the page on pods patches", () => {
      const examples = codeBlocks("docs/pods.md", "yaml").map((block) => documentedConfig(block).argocd as PlainObject);
      const patched = examples.filter((argocd) => argocd?.["patches"]);
      assert.equal(patched.length, 1);
      for (const argocd of patched) {
        const desired = { ...environment({ argocd }).argocd, highAvailability };
        const [name = ""] = Object.keys(desired.patches);
        const object = installedObjects(files.install, desired).find((each) => patchKey(each) === name);
        assert.ok(object?.metadata.annotations?.["eks.amazonaws.com/role-arn"]);
      }
    });

    it("is read as by YAML 1.1, in which `no` is false and 010 is eight", () => {
      for (const text of [files.install, ...files.crds, files.applicationSets!]) {
        const expected = parseAllDocuments(text, { version: "1.1" }).map((document) => document.toJS() as unknown);
        assert.deepEqual(objectsIn(text), expected);
      }
    });

    it("reads at its start every setting that we write for it", () => {
      const read = new Set(
        workloads
          .flatMap(containersOf)
          .flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.configMapKeyRef))
          .filter((reference) => reference?.name === "argocd-cmd-params-cm")
          .map((reference) => reference?.key),
      );
      const unread = Object.keys(data(objects, "argocd-cmd-params-cm")).filter((key) => !read.has(key));
      assert.deepEqual(unread, []);
    });

    it("has a NetworkPolicy for every pod that is installed", () => {
      const selected = objects
        .filter(({ kind }) => kind === "NetworkPolicy")
        .map(({ spec }) => (spec as { podSelector: { matchLabels: Record<string, string> } }).podSelector.matchLabels);
      const open = workloads.filter(({ spec: { template } }) => {
        const labels = (template.metadata as { labels: Record<string, string> }).labels;
        return !selected.some((selector) => Object.entries(selector).every(([key, value]) => labels[key] === value));
      });
      assert.deepEqual(namesOf(open), []);
    });

    it("has what the controller of ApplicationSets runs by, and may do nothing beyond Argo CD's namespace", () => {
      const kinds = objects
        .filter(({ metadata }) => metadata.name.startsWith("argocd-applicationset"))
        .map(({ kind }) => kind);
      assert.deepEqual(kinds.sort(), [
        "Deployment",
        "NetworkPolicy",
        "Role",
        "RoleBinding",
        "Service",
        "ServiceAccount",
      ]);
      const crds = [...files.crds, files.applicationSets!].flatMap(objectsIn);
      assert.deepEqual(namesOf(crds), [
        "applications.argoproj.io",
        "appprojects.argoproj.io",
        "applicationsets.argoproj.io",
      ]);
    });

    it("meets the Pod Security standard that its namespace enforces", () => {
      assert.equal(spec.podSecurity, "restricted");
      const errors = workloads.flatMap((workload) =>
        containersOf(workload).flatMap(({ name, securityContext }) => {
          const effective = { ...podOf(workload).securityContext, ...securityContext };
          const { runAsNonRoot, allowPrivilegeEscalation, capabilities, seccompProfile } = effective;
          const met =
            runAsNonRoot === true &&
            allowPrivilegeEscalation === false &&
            capabilities?.drop?.includes("ALL") &&
            seccompProfile?.type === "RuntimeDefault";
          return met ? [] : [`${workload.metadata.name}/${name}`];
        }),
      );
      assert.deepEqual(errors, []);
    });

    it("gives each of its own containers what it needs, and tells replicas how many there are", () => {
      const own = workloads.map(({ metadata, spec: { replicas, template } }) => {
        const with_ = template.spec.containers.filter(
          ({ resources }) => resources && Object.keys(resources).length > 0,
        );
        const count = template.spec.containers
          .flatMap(({ env = [] }) => env)
          .find(({ name }) => /^ARGOCD_(CONTROLLER|API_SERVER)_REPLICAS$/.test(name));
        return [metadata.name, with_.map(({ name }) => name).join(), replicas, count?.value].join(" ");
      });
      const expected = [
        "argocd-applicationset-controller argocd-applicationset-controller  ",
        "argocd-dex-server   ",
        "argocd-notifications-controller argocd-notifications-controller  ",
        "argocd-repo-server argocd-repo-server 3 ",
        "argocd-server argocd-server 3 3",
        "argocd-application-controller argocd-application-controller 2 2",
        ...(highAvailability
          ? ["argocd-redis-ha-haproxy  3 ", "argocd-redis-ha-server redis 3 "]
          : ["argocd-redis redis  "]),
      ];
      assert.deepEqual(own.sort(), expected.sort());
    });
  });
}
