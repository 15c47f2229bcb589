import assert from "node:assert/strict";
import fc from "fast-check";
import { assertAccepted } from "../../checks/accepted";
import { schemaErrors } from "../../checks/schema";
import type { KubernetesObject } from "../../kube/object";
import type { UserError } from "../../core/errors";
import type { PlainObject } from "../../core/merge";
import { SecretValue } from "../../core/secret";
import { validateEnvironment } from "../../config/validate";
import type { Environment } from "../../config/schema";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { ApiServer } from "../../dev/support/apiServer";
import { anyEnvironment } from "../../dev/support/catalogue";
import { backend, manifest } from "../../dev/support/checks";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { crdFiles } from "../../dev/support/crds";
import { environment } from "../../dev/support/environment";
import { describeFixture } from "../../dev/support/fixture";
import { allObjects } from "../../dev/support/objects";
import { runs, SEED } from "../../dev/support/property";

/** Environments that are tried. */
const ENVIRONMENTS = 500;

describe("a real API server", () => {
  let plane: ControlPlane;
  let server: ApiServer;
  const assessed = new Map<string, Promise<string | undefined>>();

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
    const objects = allObjects(environment);
    const verdicts = objects.map((object) => {
      const key = JSON.stringify(object);
      const verdict = assessed.get(key) ?? assess(object);
      assessed.set(key, verdict);
      return verdict;
    });
    return (await Promise.all(verdicts)).filter((refusal) => refusal !== undefined);
  }

  async function assess(object: KubernetesObject): Promise<string | undefined> {
    const { namespace } = object.metadata;
    if (namespace !== undefined) await server.ensureNamespace(namespace);
    return server.refusal(object);
  }

  for (const environments of describeFixture().environments) {
    it(`takes every object of ${environments.name}`, async () => {
      assert.deepEqual(await refusals(environments), []);
      assert.ok(assessed.size >= 20);
    });
  }

  it(`takes every object of any environment that validation takes, as the field tables do (seed ${SEED})`, async function () {
    this.timeout(1_200_000);
    await fc.assert(
      fc.asyncProperty(anyEnvironment, async (layer) => {
        const desired = validateEnvironment("any", [layer]);
        const items = allObjects(desired).map((object) => ({ origin: "any", handWritten: true, object }));
        assert.deepEqual(
          items.flatMap((item) => schemaErrors(item, desired)),
          [],
        );
        assert.deepEqual(await refusals(desired), []);
      }),
      runs(ENVIRONMENTS),
    );
  });

  it("is asked about patches and files written by hand, and nothing changes", async () => {
    const reported: string[] = [];
    const access = { kubeconfig: new SecretValue(kubeconfig([plane.access])) };
    const ask = (patches: PlainObject, ...files: string[]) =>
      assertAccepted(
        environment({ llmProviders: { openai: { provider: "openai" } }, cluster: access, patches }),
        files.map((text, index) => ({ path: `k8s/base/${index}.yaml`, text })),
        (message) => reported.push(message),
      );
    const route = { spec: { rules: [{ matches: [{ path: { type: "PathPrefix", value: "x" } }] }] } };
    await assert.rejects(
      ask({ "HTTPRoute/openai": route }, backend({ static: { host: "a", port: 1 }, foo: 1, bar: 1 }), backend({}, "b")),
      ({ errors }: UserError) => {
        assert.deepEqual(
          errors.map(({ path }) => path),
          [
            "llmProviders.openai with patches.HTTPRoute/openai, HTTPRoute openai, spec.rules[0].matches[0].path",
            "k8s/base/0.yaml, AgentgatewayBackend mine, spec.bar",
            "k8s/base/0.yaml, AgentgatewayBackend mine, spec.foo",
            "k8s/base/1.yaml, AgentgatewayBackend b, spec",
          ],
        );
        return true;
      },
    );
    await ask(
      { "HTTPRoute/openai": { metadata: { annotations: { a: "b" } } } },
      backend({ static: { host: "a", port: 1 } }),
    );
    assert.deepEqual(reported, []);
    await ask({}, manifest("nowhere.example.com/v1", "Thing"));
    assert.deepEqual(reported, [
      "The cluster could not say whether it takes k8s/base/0.yaml, Thing mine: it does not serve that kind yet.",
    ]);
  });

  it("runs each workload where the Pod Security Standard restricted is enforced, once its user is not root", async () => {
    const namespace = "restricted";
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await server.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } });
    await server.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } });
    const ask = (layer: PlainObject) => {
      const workloads = allObjects(environment(layer)).filter(({ kind }) => kind === "Deployment");
      assert.ok(workloads.length >= 2);
      return Promise.all(
        workloads.map(({ metadata: { name }, spec }) => {
          const { template } = spec as { template: { spec: object } };
          return server.refusal({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace }, spec: template.spec });
        }),
      );
    };
    const workload = (more: PlainObject) => ({
      mcpServers: { fetcher: { image: "example.com/fetcher:1", port: 8000, ...more } },
      agents: { planner: { image: "example.com/planner:1", port: 9090, ...more } },
    });
    assert.deepEqual(await ask(workload({ runAsNonRoot: true })), [undefined, undefined]);
    // Whether an image runs as root is its maker's affair, and all that stands in the way by default.
    for (const refusal of await ask(workload({})))
      assert.match(refusal ?? "", /violates PodSecurity "restricted:latest": runAsNonRoot != true \([^)]*\)$/);
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
