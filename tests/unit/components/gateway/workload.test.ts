import assert from "node:assert/strict";
import { environmentFiles } from "../../../../components/environment";
import type { PlainObject } from "../../../../core/merge";
import { UserError } from "../../../../core/errors";
import { environment } from "../../../../dev/support/environment";

function parametersOf(gateway: PlainObject): Record<string, unknown> {
  const objects = environmentFiles(environment({ gateway })).flatMap((file) => file.objects);
  return objects.find(({ kind }) => kind === "AgentgatewayParameters")?.spec as Record<string, unknown>;
}

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("the proxy's workload", () => {
  it("is a Deployment, over which fields in the API's words are laid", () => {
    const { deployment, workload } = parametersOf({
      replicas: 3,
      pods: { nodeSelector: { pool: "edge" } },
      deployment: {
        metadata: { annotations: { a: "b" } },
        spec: { template: { spec: { volumes: [{ name: "scratch", emptyDir: {} }] } } },
      },
    });
    assert.equal(workload, undefined);
    assert.deepEqual(deployment, {
      metadata: { annotations: { a: "b" } },
      spec: {
        replicas: 3,
        template: {
          spec: {
            nodeSelector: { pool: "edge" },
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            volumes: [{ name: "scratch", emptyDir: {} }],
          },
        },
      },
    });
  });

  it("may be a DaemonSet, placed by the same fields", () => {
    const { deployment, daemonSet, workload } = parametersOf({
      workload: { kind: "DaemonSet" },
      pods: { nodeSelector: { pool: "edge" } },
      daemonSet: { spec: { minReadySeconds: 5 } },
    });
    assert.deepEqual([deployment, workload], [undefined, { kind: "DaemonSet" }]);
    assert.deepEqual(daemonSet, {
      spec: {
        minReadySeconds: 5,
        template: {
          spec: {
            nodeSelector: { pool: "edge" },
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          },
        },
      },
    });
  });

  it("has its image by digest, a catalogue of costs, a mesh and settings of its own", () => {
    const said = {
      modelCatalog: { sources: [{ configMap: { name: "costs" } }] },
      istio: { enabled: true },
      rawConfig: { config: { dns: { lookupFamily: "V4Preferred" } } },
    };
    const { image, modelCatalog, istio, rawConfig } = parametersOf({ image: { digest: DIGEST }, ...said });
    assert.deepEqual({ image, modelCatalog, istio, rawConfig }, { image: { digest: DIGEST }, ...said });
  });

  const wrong: [what: string, gateway: PlainObject, errors: string[]][] = [
    [
      "replicas, scaling and an overlay of a Deployment with a DaemonSet",
      { workload: { kind: "DaemonSet" }, replicas: 2, deployment: { metadata: {} } },
      [
        "gateway.replicas 2 is not for workload.kind DaemonSet",
        "gateway.deployment is not for workload.kind DaemonSet",
      ],
    ],
    [
      "an overlay of a DaemonSet without one",
      { daemonSet: { metadata: {} } },
      ["gateway.daemonSet needs workload.kind DaemonSet"],
    ],
    [
      "misspelt fields and a digest that is none",
      { istio: { enable: true }, image: { digest: "latest" } },
      [
        'gateway.image.digest "latest" must be sha256: and 64 hexadecimal digits',
        "gateway.istio.enable true is unknown",
      ],
    ],
  ];
  for (const [what, gateway, expected] of wrong)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => environment({ gateway }),
        ({ errors }: UserError) => {
          assert.deepEqual(errors.map(({ path, problem }) => `${path} ${problem}`).sort(), [...expected].sort());
          return true;
        },
      ));
});
