import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childApplications } from "../../components/application/children";
import { rootApplication } from "../../components/application/root";
import { describeEnvironment } from "../../config/rendered";
import { isSecretField } from "../../config/schema";
import { platform } from "../../platform";
import { kubeconfig } from "../../sandbox/cluster/kubeconfig";
import { ensureToolchain, type Assets } from "../../sandbox/toolchain";
import { ApiServer } from "../support/apiServer";
import { Checkout } from "../support/checkout";
import { scripts, strayCommands } from "../support/commands";
import { startControlPlane, type ControlPlane } from "../support/controlPlane";
import { crdFiles } from "../support/crds";

const UNATTENDED = "export PULUMI_SKIP_CONFIRMATIONS=true";

// Commands that need a deployed environment are run by the stories of tests/e2e, and those that need more are marked.
describe("the commands of the pages, as they stand there", function () {
  this.timeout(600_000);
  let plane: ControlPlane;
  let server: ApiServer;
  let checkout: Checkout;
  let preamble: string;

  before(async () => {
    const { binDir, assets } = await ensureToolchain({ only: ["kustomize", "pulumi", "kubectl"] });
    plane = await startControlPlane();
    server = new ApiServer(plane.access);
    await furnish(server, assets);
    checkout = new Checkout(process.cwd());
    checkout.useTools(binDir);
    const home = join(checkout.root, "home");
    const config = join(home, ".kube", "config");
    mkdirSync(join(home, ".kube"), { recursive: true });
    writeFileSync(config, kubeconfig(["dev", "stage"].map((name) => ({ ...plane.access, name }))), { mode: 0o600 });
    preamble = [`export HOME=${home} KUBECONFIG=${config}`, UNATTENDED, "set -euo pipefail"].join("\n");
    const origin = join(checkout.root, "origin.git");
    for (const stack of ["dev", "stage", "prod"]) await runs(`pulumi stack init ${stack}`);
    await runs("git add --all && git commit --quiet --message stacks");
    await runs(`git clone --quiet --bare . ${origin} && git remote add origin ${origin}`);
    await runs("git push --quiet --force origin HEAD~1:main HEAD:dev HEAD:stage && git fetch --quiet origin");
  });
  after(async () => {
    server?.close();
    await plane?.stop();
    if (checkout !== undefined) rmSync(checkout.root, { recursive: true });
  });

  /** Runs a command; one that asks for a secret gets some. */
  async function runs(command: string): Promise<void> {
    const input = randomBytes(24).toString("base64url");
    const { code, all } = await checkout.shell("bash", ["-c", `${preamble}\n${command}`], input);
    assert.equal(code, 0, `${command}\n${all}`);
  }

  /** Whatever a command reads from a file of the reader's. */
  function provideFiles(command: string): void {
    for (const [, name = ""] of command.matchAll(/ < ([\w.-]+)$/gm)) {
      const file = join(checkout.directory, name);
      if (!existsSync(file)) writeFileSync(file, "what the reader has there\n");
    }
  }

  const pages = Map.groupBy(scripts(), ({ page }) => page);
  for (const [page, all] of pages) {
    it(page, async () => {
      await runs("git checkout --quiet --force main && git clean --quiet --force");
      for (const { commands } of all) {
        for (const command of commands) {
          provideFiles(command);
          await runs(command);
        }
      }
    });
  }

  it("set secrets where the configuration has some", () => {
    const text = scripts()
      .flatMap(({ commands }) => commands)
      .join("\n");
    const paths = [...text.matchAll(/config set --secret --path (\S+)/g)].map(([, path = ""]) => path);
    assert.ok(paths.length > 20);
    assert.deepEqual(
      paths.filter((path) => !isSecretField(path.split("."))),
      [],
    );
  });

  it("are what the stories say they run", () => assert.deepEqual(strayCommands(), []));
});

/** What the commands act upon in a cluster, as a deployed environment has it. */
async function furnish(server: ApiServer, assets: Assets): Promise<void> {
  await server.serve(crdFiles(assets).filter((file) => /application-crd|appproject-crd|httproutes/.test(file)));
  for (const name of ["argocd", "agentgateway-system"]) await server.ensureNamespace(name);
  const stage = describeEnvironment(platform, process.cwd(), "stage");
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
