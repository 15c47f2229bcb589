import assert from "node:assert/strict";
import * as kx from "@pulumi/kubernetesx";
import { deploymentSpec, type PodSpec } from "../../../components/podBuilder";

const pods: Record<string, PodSpec> = {
  "with the least that there can be": { containers: [{ image: "example.com/tools/fetcher:1" }] },
  "with everything that it rewrites": {
    serviceAccountName: "tools",
    containers: [
      {
        name: "fetcher",
        image: "example.com/fetcher:1",
        command: undefined,
        env: { LOG: "info", KEY: { secretKeyRef: { name: "fetcher", key: "KEY" } } },
        ports: { http: 8000 },
        volumeMounts: [{ volume: { name: "data", emptyDir: {} }, destPath: "/data", srcPath: "fetcher" }],
      },
      { name: "beside", image: "i", ports: [{ name: "http", containerPort: 80 }], env: [{ name: "A", value: "1" }] },
    ],
    initContainers: [{ name: "first", image: "i", volumeMounts: [{ name: "own", mountPath: "/own" }] }],
    volumes: [{ name: "own", emptyDir: {} }],
  },
};

describe("PodBuilder, read at once", () => {
  for (const [what, pod] of Object.entries(pods)) {
    for (const replicas of [undefined, 0, 2]) {
      it(`makes of a pod ${what}, ${replicas ?? "no"} replicas, what its Output comes to`, async () => {
        const output = new kx.PodBuilder(pod).asDeploymentSpec({ replicas });
        const expected = await new Promise((resolve) => void output.apply(resolve));
        assert.deepEqual(deploymentSpec(pod, replicas), expected);
      });
    }
  }

  it("does not change the pod that it is given", () => {
    const pod = pods["with everything that it rewrites"] as PodSpec;
    const before = structuredClone(pod);
    deploymentSpec(pod);
    assert.deepEqual(pod, before);
  });

  it("fails at once where PodBuilder fails", () => {
    assert.throws(() => deploymentSpec({ containers: [{ image: "" }] }), /Failed to parse image name/);
  });
});
