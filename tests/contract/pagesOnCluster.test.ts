import assert from "node:assert/strict";
import { childApplications } from "../../components/application/children";
import { rootApplication } from "../../components/application/root";
import { environmentNamed } from "../../config/checkout";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { ApiServer } from "../../dev/support/apiServer";
import { ON_A_CLUSTER, scripts } from "../../dev/support/commands";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { crdFiles } from "../../dev/support/crds";
import { describeFixture } from "../../dev/support/fixture";
import { PageShell } from "../../dev/support/pageShell";

describe("the commands of the pages that ask a cluster, as they stand there", function () {
  this.timeout(600_000);
  let plane: ControlPlane;
  let server: ApiServer;
  let shell: PageShell;
  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    plane = await startControlPlane({ keeper: true });
    server = new ApiServer(plane.access);
    await server.serve(crdFiles(assets).filter((file) => /application-crd|appproject-crd|httproutes/.test(file)));
    shell = await PageShell.open(plane.access);
  });
  after(async () => {
    shell?.close();
    server?.close();
    await plane?.stop();
  });

  const all = scripts().flatMap(({ page, commands }) => commands.map((command) => ({ page, command })));
  const pages = Map.groupBy(
    all.filter(({ command }) => ON_A_CLUSTER.test(command)),
    ({ page }) => page,
  );
  for (const [page, commands] of pages) {
    describe(page, () => {
      // What one page deletes, the next may ask for.
      before(() => furnish(server));
      for (const { command } of commands) it(command, () => shell.run(command));
    });
  }

  it("are some", () => assert.ok(pages.size > 0));
});

/** What the commands act upon in a cluster, as a deployed environment has it. */
async function furnish(server: ApiServer): Promise<void> {
  for (const name of ["argocd", "agentgateway-system"])
    await server.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const stage = environmentNamed(describeFixture(), "stage");
  for (const application of [rootApplication(stage), ...childApplications(stage)]) await server.apply(application);
  await server.apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "openai-secret", namespace: "agentgateway-system" },
    stringData: { Authorization: "a key" },
  });
  const rbac = "rbac.authorization.k8s.io";
  const role = { apiGroup: rbac, kind: "ClusterRole", name: "agentgateway-agentgateway-system" };
  await server.apply({ apiVersion: `${rbac}/v1`, kind: role.kind, metadata: { name: role.name }, rules: [] });
  const binding = { name: "agentgateway-role-agentgateway-system" };
  await server.apply({ apiVersion: `${rbac}/v1`, kind: "ClusterRoleBinding", metadata: binding, roleRef: role });
  const guard = {
    apiVersion: "admissionregistration.k8s.io/v1",
    metadata: { name: "safe-upgrades.gateway.networking.k8s.io" },
  };
  const rules = [{ apiGroups: ["example.com"], apiVersions: ["*"], operations: ["DELETE"], resources: ["things"] }];
  const spec = { matchConstraints: { resourceRules: rules }, validations: [{ expression: "true" }] };
  await server.apply({ ...guard, kind: "ValidatingAdmissionPolicy", spec });
  const bound = { policyName: guard.metadata.name, validationActions: ["Deny"] };
  await server.apply({ ...guard, kind: "ValidatingAdmissionPolicyBinding", spec: bound });
}
