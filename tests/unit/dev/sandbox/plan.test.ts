import assert from "node:assert/strict";

import { planProcesses, type Programs } from "../../../../dev/sandbox/plan";
import type { Layout } from "../../../../dev/sandbox/state/layout";
import { allocatePorts, purposes } from "../../../../dev/sandbox/state/ports";
import { type Sandbox } from "../../../../dev/sandbox/state/sandbox";

const anyPort = () => Promise.resolve(true);
import { scratchSandbox } from "../../../../dev/support/sandbox";

describe("sandbox", () => {
  let layout: Layout;
  scratchSandbox((scratch) => ({ layout } = scratch));

  describe("plan", () => {
    const bin = Object.fromEntries(
      [
        "etcd",
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "kwok",
        "argocd",
        "redis",
        "agentgateway-controller",
      ].map((name) => [name, `/bin/${name}`]),
    ) as Programs["bin"];
    const programs: Programs = { bin, binDir: "/bin", stages: ["/stages/a.yaml"], argocdHack: "/hack" };
    const surroundings = { redisPassword: "hunter2", path: "/usr/bin" };
    const plan = async (clusters: Sandbox["clusters"], more: Partial<Sandbox> = {}) => {
      const ports = await allocatePorts({}, purposes(clusters), "a", anyPort);
      return planProcesses(layout, { clusters, ports, ...more }, programs, surroundings);
    };

    it("has the processes of Argo CD work for that of another namespace, with its accounts", async () => {
      const specs = (
        await plan(["dev"], { argocdNamespace: "openshift-gitops", applicationNamespaces: "team-a" })
      ).filter(({ name }) => name.startsWith("argocd/") && name !== "argocd/redis");
      assert.equal(specs.length, 5);
      for (const { args, env, startCondition } of specs) {
        assert.ok(startCondition?.paths.every((path) => path.includes("/namespaces/openshift-gitops/")));
        assert.equal(env.ARGOCD_APPLICATION_NAMESPACES, "team-a");
        assert.match(env.KUBECONFIG ?? "", /serviceaccount-openshift-gitops-argocd-/);
        if (args.includes("--namespace")) assert.equal(args[args.indexOf("--namespace") + 1], "openshift-gitops");
      }
    });

    it("has a control plane and a controller per cluster, and one Argo CD", async () => {
      const names = (await plan(["dev", "prod"])).map(({ name }) => name);
      for (const cluster of ["dev", "prod"]) {
        for (const what of [
          "etcd",
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler",
          "kwok",
          "agentgateway-controller",
        ]) {
          assert.ok(names.includes(`${cluster}/${what}`), `${cluster}/${what}`);
        }
      }
      assert.equal(names.filter((name) => name.startsWith("argocd/")).length, 6);
      assert.equal(new Set(names).size, names.length);
    });

    it("uses no port twice, and keeps secrets out of arguments", async () => {
      const specs = await plan(["dev", "stage", "prod"]);
      const ports = specs.flatMap(({ ports = {} }) => Object.values(ports));
      assert.equal(new Set(ports).size, ports.length);
      assert.ok(!specs.some(({ args }) => args.join(" ").includes("hunter2")));
    });

    it("lets nothing of the user's environment in", async () => {
      const allowed =
        /^(PATH|HOME|LANG|TMPDIR|KUBECONFIG|POD_NAMESPACE|CLUSTER_DOMAIN|REDIS_PASSWORD|(ARGOCD|AGW|AGENTGATEWAY)_\w+)$/;
      for (const { env } of await plan(["dev"])) for (const name of Object.keys(env)) assert.match(name, allowed);
    });

    it("gives kwok leases, and holds Argo CD back until Pulumi has installed it", async () => {
      const specs = await plan(["dev"]);
      const named = (name: string) => specs.find((spec) => spec.name === name)!;
      assert.ok(named("dev/kwok").args.includes("--node-lease-duration-seconds=40"));
      assert.match(named("argocd/repo-server").startCondition!.owner!, /deployments\/argocd-repo-server$/);
      assert.ok(named("argocd/server").tier > named("dev/kube-apiserver").tier);
    });
  });
});
