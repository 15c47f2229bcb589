import assert from "node:assert/strict";
import fc from "fast-check";
import type { KubernetesObject } from "../../components/kubernetes";
import { describeCheckout } from "../../config/rendered";
import { validateEnvironment } from "../../config/validate";
import type { Environment } from "../../config/schema";
import { platform } from "../../platform";
import { ensureToolchain } from "../../sandbox/toolchain";
import { ApiServer } from "../support/apiServer";
import { anyEnvironment } from "../support/catalogue";
import { startControlPlane, type ControlPlane } from "../support/controlPlane";
import { crdFiles } from "../support/crds";
import { allObjects } from "../support/objects";
import { runs, SEED } from "../support/property";

/** Environments that are tried. */
const ENVIRONMENTS = 500;

describe("a real API server", () => {
  let plane: ControlPlane;
  let server: ApiServer;
  const judged = new Map<string, Promise<string | undefined>>();

  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    plane = await startControlPlane();
    server = new ApiServer(plane.access);
    await server.serve(crdFiles(assets));
  });

  after(async () => {
    server?.close();
    await plane?.stop();
  });

  /** What it has against the objects of an environment. Many have the same ones, which it judges once. */
  async function refusals(environment: Environment): Promise<string[]> {
    const objects = await allObjects(environment);
    const verdicts = objects.map((object) => {
      const key = JSON.stringify(object);
      const verdict = judged.get(key) ?? judge(object);
      judged.set(key, verdict);
      return verdict;
    });
    return (await Promise.all(verdicts)).filter((refusal) => refusal !== undefined);
  }

  async function judge(object: KubernetesObject): Promise<string | undefined> {
    const { namespace } = object.metadata;
    if (namespace !== undefined) await server.ensureNamespace(namespace);
    return server.refusal(object);
  }

  for (const described of describeCheckout(platform, process.cwd()).environments) {
    it(`takes every object of ${described.name}`, async () => {
      assert.deepEqual(await refusals(described), []);
      assert.ok(judged.size >= 20);
    });
  }

  it(`takes every object of any environment that validation takes (seed ${SEED})`, async function () {
    this.timeout(1_200_000);
    await fc.assert(
      fc.asyncProperty(anyEnvironment, async (layer) =>
        assert.deepEqual(await refusals(validateEnvironment("any", [layer])), []),
      ),
      runs(ENVIRONMENTS),
    );
  });

  it("would refuse a misspelt field, and what only a rule in CEL forbids: this is a test that can fail", async () => {
    const parameters = (spec: object) => ({
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayParameters",
      metadata: { name: "wrong", namespace: "default" },
      spec,
    });
    assert.match((await server.refusal(parameters({ logLevel: "info" }))) ?? "", /logLevel/);
    const shutdown = parameters({ shutdown: { min: 2, max: 1 } });
    assert.match((await server.refusal(shutdown)) ?? "", /min/);
  });
});
