import assert from "node:assert/strict";
import { OWNER } from "../../components/cluster/owner";
import { examineClusters } from "../../components/cluster/preflight";
import type { PlainObject } from "../../core/merge";
import { BareCluster } from "../../dev/support/bareCluster";
import { restricted } from "../../dev/support/others/platform";

const OWN = "acme/agentgateway-infra/test";

describe("namespaces that somebody else makes, on a real API server", () => {
  const bare = new BareCluster();

  async function examined(mode: "install" | "existing", layer: PlainObject = {}) {
    const desired = bare.environment({ delivery: "direct", ...layer }, { namespaces: { mode } });
    const { errors } = await examineClusters(desired, OWN);
    return errors.map(({ path, problem, remedy }) => `${path} ${problem} | ${remedy}`);
  }
  const namespace = (name: string, annotations: Record<string, string> = {}) =>
    bare.server.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, annotations } });

  it("must be there", async () => {
    await namespace("agentgateway-system");
    assert.deepEqual(await examined("existing"), [
      "cluster.namespaces.mode is existing, but the cluster has no namespace agentgateway-test | Have it made first; or have this stack make it: cluster.namespaces.mode: install.",
    ]);
  });

  it("are used as they are, whoever has made them; one that the stack would make is not", async () => {
    await namespace("agentgateway-test");
    assert.deepEqual(await examined("existing"), []);
    const problems = await examined("install");
    assert.deepEqual(
      problems.map((problem) => problem.split(",")[0]),
      [
        "Namespace agentgateway-test is in the cluster already",
        "Namespace agentgateway-system is in the cluster already",
      ],
    );
    assert.match(problems[0] ?? "", /use it as it is: cluster\.namespaces\.mode: existing/);
  });

  it("may enforce the Pod Security Standard restricted, which asks something of workloads", async () => {
    for (const each of restricted("agentgateway-test")) await bare.server.apply(each);
    const workloads = (more: object) => ({ mcpServers: { fetcher: { image: "example.com/fetcher:1", ...more } } });
    assert.deepEqual(await examined("existing", workloads({})), [
      "mcpServers.fetcher.runAsNonRoot is not true, and the namespace agentgateway-test enforces the Pod Security Standard restricted, so that the API server would refuse its pods | Set it to true. The image must then run as another user than root: where it names none, set runAsUser.",
    ]);
    assert.deepEqual(await examined("existing", workloads({ runAsNonRoot: true })), []);
    const spec = { template: { spec: { securityContext: { runAsNonRoot: true } } } };
    assert.deepEqual(await examined("existing", { ...workloads({}), patches: { "Deployment/fetcher": { spec } } }), []);
  });

  it("must not be this stack's, which would delete them, or another stack's", async () => {
    await namespace("agentgateway-test", { [OWNER]: OWN });
    await namespace("agentgateway-system", { [OWNER]: "acme/agentgateway-infra/prod" });
    assert.deepEqual(await examined("existing"), [
      `cluster.namespaces.mode is existing, but this stack has made the namespace agentgateway-test, and would delete it now | Hand it over first: kubectl annotate namespace agentgateway-test ${OWNER}-`,
      "cluster.namespaces.mode is existing, but the namespace agentgateway-system belongs to the stack acme/agentgateway-infra/prod | Choose another namespace.",
    ]);
  });

  it("must not have an Argo CD, which a commit to the environment would reach", async () => {
    const settings = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "argocd-cm", namespace: "agentgateway-test" },
    };
    await bare.server.apply(settings);
    const [problem] = await examined("existing");
    assert.equal(
      problem,
      "cluster.namespaces.mode is existing, but an Argo CD is in the namespace agentgateway-test | Choose another namespace.",
    );
  });
});
