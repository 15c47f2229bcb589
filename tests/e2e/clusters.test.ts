import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { crdNames } from "../../components/application/clusterObjects";
import { pushToDev } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { STORIES } from "../../dev/support/commands";
import { crdsOf, everyObject } from "../../dev/support/everyObject";
import { assertCode, assertRefused, eventually } from "../../dev/support/shell";
import { leavesGatewayApi } from "./gatewayApi";
import { secondOnCluster } from "./oneCluster";
import { isLikeTheOthers } from "./oneFile";
import { rights } from "./rights";

interface Application {
  status?: { sync?: { status: string; revision: string }; health?: { status: string } };
}

interface Secret {
  metadata: { uid: string };
  data: Record<string, string>;
}

const CONTROLLER = "statefulset/argocd-application-controller";

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("clusters and the Argo CD of one of them", () => {
  let checkout: Checkout;
  let untouched: Record<string, string[]>;

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    assertCode(await checkout.npm("sandbox", "up", "stage"), 0);
    await checkout.enterSandbox();
    untouched = await objects();
  });

  after(() => checkout.discard());

  const objects = async () => ({
    dev: await everyObject(checkout, "dev"),
    stage: await everyObject(checkout, "stage"),
  });
  const kubectl = (context: string, ...args: string[]) => checkout.shell("kubectl", ["--context", context, ...args]);
  const pulumi = (command: string, stack: string) =>
    checkout.pulumi(command, "--stack", stack, "--yes", "--skip-preview");
  const configure = async (...args: string[]) =>
    assertCode(await checkout.pulumi("config", ...args, "--stack", "stage"), 0);
  const assertNoChange = async (stack: string) =>
    assertCode(await checkout.pulumi("preview", "--stack", stack, "--refresh", "--expect-no-changes"), 0);

  /** The cluster Secret by which Argo CD knows stage, and the token in it. */
  async function registration(): Promise<{ uid: string; token: string }> {
    const { metadata, data } = await checkout.get<Secret>("dev", "secret", "cluster-stage", "-n", "argocd");
    const config = JSON.parse(Buffer.from(data.config as string, "base64").toString()) as { bearerToken: string };
    return { uid: metadata.uid, token: config.bearerToken };
  }

  it("a namespace that a person made is left alone, and taken over where that is said", async () => {
    assertCode(await kubectl("stage", "create", "namespace", "agentgateway-stage"), 0);
    const outcome = await checkout.npm("start", "stage", "--quiet");
    assertRefused(outcome, /Namespace agentgateway-stage: is in the cluster already, made by no stack of this program/);
    assert.match(outcome.all, /pulumi config set --path 'adopt\[0\]' Namespace\/agentgateway-stage/);
    await configure("set", "--path", "adopt[0]", "Namespace/agentgateway-stage");
    const taken = await pulumi("up", "stage");
    assertCode(taken, 0);
    assert.match(taken.all, /Namespace agentgateway-stage: is in the cluster already, .* this stack takes it over/);
    await assertNoChange("stage");
    await configure("rm", "--path", "adopt");
    await assertNoChange("stage");
    assertCode(await pulumi("up", "stage"), 0);
    await assertNoChange("stage");
  });

  it("kubeconfigs that can't work are refused before anything changes, all at once", async () => {
    await configure("set", "--path", "cluster.allowLoopback", "false");
    await configure("set", "--path", "argocd.context", "nowhere");
    const outcome = await checkout.pulumi("preview", "--stack", "stage");
    assertRefused(outcome, /cluster\.kubeconfig: has the server https:\/\/127\.0\.0\.1:\d+, which for Argo CD/);
    assert.match(outcome.all, /argocd\.kubeconfig: has no context "nowhere"\s+It has: dev\./);
    await configure("set", "--path", "cluster.allowLoopback", "true");
    await configure("rm", "--path", "argocd.context");
  });

  it("Argo CD may do what is needed on each cluster, and no more", async () => {
    const { token } = await registration();
    const asStage = ["stage", "--token", token];
    const asController = ["dev", "--as", "system:serviceaccount:argocd:argocd-application-controller"];
    const can = async ([context, ...identity]: string[], question: string) => {
      const { stdout } = await kubectl(context as string, ...identity, "auth", "can-i", ...question.split(" "));
      return stdout.trim();
    };
    const answers = (who: string[], questions: string[]) =>
      Promise.all(questions.map(async (question) => `${question}: ${await can(who, question)}`));

    const role = "clusterroles.rbac.authorization.k8s.io";
    const needed = (namespace: string) => [
      `create deployments.apps -n ${namespace}`,
      `patch httproutes.gateway.networking.k8s.io -n ${namespace}`,
      `delete agentgatewaybackends.agentgateway.dev -n ${namespace}`,
      "list pods -A",
      "patch customresourcedefinitions/gateways.gateway.networking.k8s.io",
      `escalate ${role}/agentgateway-agentgateway-system`,
    ];
    const tooMuch = (namespace: string) => [
      "* *",
      `get secrets -n ${namespace}`,
      "list secrets -A",
      "get secrets -n kube-system",
      `create pods -n ${namespace}`,
      `create serviceaccounts --subresource=token -n ${namespace}`,
      "create deployments.apps -n default",
      `create ${role}`,
      `patch ${role}/cluster-admin`,
      `escalate ${role}/cluster-admin`,
      `bind ${role}/cluster-admin`,
      "delete customresourcedefinitions/gateways.gateway.networking.k8s.io",
      `delete namespaces/${namespace}`,
      "impersonate users",
    ];
    for (const [who, namespace] of [
      [asStage, "agentgateway-stage"],
      [asController, "agentgateway-system"],
    ] as const) {
      assert.deepEqual(
        await answers(who, needed(namespace)),
        needed(namespace).map((question) => `${question}: yes`),
      );
      assert.deepEqual(
        await answers(who, tooMuch(namespace)),
        tooMuch(namespace).map((question) => `${question}: no`),
      );
    }
  });

  rights(() => checkout);

  it("Argo CD refuses what a commit may not bring", async () => {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: checkout.directory, stdio: "ignore" });
    const manifests = {
      role: {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: "planted" },
        rules: [],
      },
      secret: { apiVersion: "v1", kind: "Secret", metadata: { name: "planted" }, stringData: { a: "b" } },
    };
    git("switch", "--quiet", "--create", "violations");
    for (const [name, manifest] of Object.entries(manifests)) {
      const file = join(checkout.directory, "violations", name, "manifest.yaml");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, stringify(manifest));
    }
    checkout.commit("What must not be deployed");
    assertCode(await checkout.shell("sh", ["-c", 'git push --quiet "$SANDBOX_GIT_URL" violations']), 0);
    git("switch", "--quiet", "main");

    const repository = checkout.variable("SANDBOX_GIT_URL").replace(/\/\/[^/@]*@/, "//");
    const application = (name: string, over: { project?: string; repoURL?: string; namespace?: string }) => ({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: `violation-${name}`, namespace: "argocd" },
      spec: {
        project: over.project ?? "agentgateway-infra-stage",
        source: { repoURL: over.repoURL ?? repository, targetRevision: "violations", path: `violations/${name}` },
        destination: { name: "stage", namespace: over.namespace ?? "agentgateway-stage" },
        syncPolicy: { automated: {} },
      },
    });
    const violations = {
      role: [{}, /ClusterRole.*is not permitted in project agentgateway-infra-stage/],
      // It may not even look at one, so it says so first.
      secret: [{}, /cannot get resource \S*secrets/],
      repository: [{ repoURL: "https://git.example.com/other.git" }, /repo https:\S+ is not permitted in project/],
      namespace: [{ namespace: "kube-system" }, /do not match any of the allowed destinations/],
      published: [{ project: "agentgateway-infra-published-stage" }, /repo \S+ is not permitted in project/],
    } as const;
    const list = Object.entries(violations).map(([name, [over]]) => application(name, over));
    assertCode(
      await checkout.shell(
        "kubectl",
        ["--context", "dev", "apply", "-f", "-"],
        list.map((each) => stringify(each)).join("---\n"),
      ),
      0,
    );
    for (const [name, [, message]] of Object.entries(violations)) {
      await eventually(`Argo CD refuses ${name}`, 60, async () => {
        const { status } = await checkout.get<Application>("dev", "application", `violation-${name}`, "-n", "argocd");
        return message.test(JSON.stringify(status ?? {}));
      });
    }
    assertRefused(await kubectl("stage", "get", "clusterrole", "planted"), /NotFound/);
    assertRefused(await kubectl("stage", "get", "secret", "planted", "-n", "agentgateway-stage"), /NotFound/);
    const names = list.map(({ metadata }) => metadata.name);
    assertCode(await kubectl("dev", "delete", "application", "-n", "argocd", ...names), 0);
  });

  it("token and kubeconfig are rotated in one up, with a sync in between", async () => {
    const old = await registration();
    assertCode(await kubectl("stage", "create", "serviceaccount", "rotated", "-n", "kube-system"), 0);
    const subject = ["--clusterrole=cluster-admin", "--serviceaccount=kube-system:rotated"];
    assertCode(await kubectl("stage", "create", "clusterrolebinding", "rotated", ...subject), 0);
    const { stdout: token } = await kubectl("stage", "create", "token", "rotated", "-n", "kube-system");
    const file = parse(readFileSync(checkout.variable("KUBECONFIG"), "utf8")) as {
      users: { name: string; user: object }[];
    };
    const users = file.users.map((each) => (each.name === "stage" ? { ...each, user: { token: token.trim() } } : each));
    const set = ["config", "set", "--stack", "stage", "--secret", "--path", "cluster.kubeconfig"];
    const kubeconfig = stringify({ ...file, users, "current-context": "stage" });
    assertCode(await checkout.shell("pulumi", set, kubeconfig), 0);
    await configure("set", "--path", "cluster.tokenRotation", "2");

    checkout.edit("platform.ts", (text) => text.replace("claude-sonnet-5-5", "claude-haiku-5-5"));
    assertCode(await checkout.npm("render"), 0);
    const commit = checkout.commit("Another model");
    await pushToDev(checkout);
    assertCode(await pulumi("up", "stage"), 0);

    const { status } = await checkout.get<Application>(
      "dev",
      "application",
      "agentgateway-configs-stage",
      "-n",
      "argocd",
    );
    assert.deepEqual(
      [status?.sync?.revision, status?.sync?.status, status?.health?.status],
      [commit, "Synced", "Healthy"],
    );
    const now = await registration();
    assert.equal(now.uid, old.uid, "the cluster Secret was there all the time");
    assertCode(await kubectl("stage", "--token", now.token, "get", "pods", "-A"), 0);
    // An API server goes by what it knew of a token for some seconds more.
    await eventually("the old token is refused", 60, async () => {
      const { code, all } = await kubectl("stage", "--token", old.token, "get", "pods", "-A");
      return code !== 0 && /Unauthorized|logged in/.test(all);
    });
    await assertNoChange("stage");
  });

  it("what somebody does to a registration is drift, and pulumi up puts it right", async () => {
    const drift = async (code: number) => {
      const outcome = await checkout.shell("npm", ["run", "--silent", "drift", "--", "stage", "--json"]);
      assertCode(outcome, code);
      const { findings } = JSON.parse(outcome.stdout) as { findings: { where: string; what: string }[] };
      return findings.map(({ where, what }) => `${where} ${what}`).join("\n");
    };
    const role = "clusterrole/agentgateway-argocd-stage";
    const wider = [{ op: "replace", path: "/rules/0/resources", value: ["*"] }];
    assertCode(await kubectl("stage", "patch", role, "--type=json", "-p", JSON.stringify(wider)), 0);
    assertCode(await kubectl("dev", "delete", "secret/cluster-stage", "-n", "argocd"), 0);
    const reported = await drift(7);
    assert.match(reported, /^Secret argocd\/cluster-stage is gone/m);
    assert.match(reported, /^ClusterRole agentgateway-argocd-stage rules\S* was changed/m);
    assertCode(await checkout.pulumi("up", "--stack", "stage", "--yes", "--refresh", "--skip-preview"), 0);
    assert.equal(await drift(0), "");
  });

  it("a route that somebody edits, Argo CD puts right by itself", async () => {
    const route = ["httproute", "openai", "-n", "agentgateway-stage"];
    const elsewhere = JSON.stringify([
      { op: "replace", path: "/spec/rules/0/matches/0/path/value", value: "/elsewhere" },
    ]);
    const path = async () => JSON.stringify((await checkout.get<{ spec: object }>("stage", ...route)).spec);
    const before = await path();
    const patched = await kubectl("stage", "patch", ...route, "--type=json", "-p", elsewhere, "-o", "json");
    assertCode(patched, 0);
    assert.match(patched.stdout, /"value": "\/elsewhere"/);
    await eventually("the route is as Git says", 60, async () => (await path()) === before);
  });

  secondOnCluster(
    {
      stack: "green",
      first: "stage",
      namespace: "agentgateway-stage",
      refusal: /Namespace agentgateway-green: has the Gateway agentgateway-proxy[^]*pulumi destroy --stack green/,
      meanwhile: () => isLikeTheOthers("green", "stage", () => checkout),
    },
    () => checkout,
  );

  secondOnCluster(
    {
      stack: "blue",
      first: "dev",
      namespace: "agentgateway-system",
      // Its namespace has no mark of a stack.
      refusal:
        /Nothing was deleted[^]*(Destroy it first: pulumi destroy --stack|kubectl delete gateway -n agentgateway-blue)/,
      givenNamespace: true,
    },
    () => checkout,
  );

  leavesGatewayApi("stage", () => checkout);

  it("nothing goes before what needs it, and the refusal says what to do", async () => {
    // It has the model that the rotation has changed.
    assertCode(await pulumi("up", "dev"), 0);
    assertRefused(
      await pulumi("destroy", "dev"),
      /The environment stage is deployed by this Argo CD\. Destroy it first: pulumi destroy --stack stage/,
    );
    await assertNoChange("dev");
    assertCode(await kubectl("dev", "scale", CONTROLLER, "-n", "argocd", "--replicas=0"), 0);
    assertCode(
      await kubectl("dev", "wait", CONTROLLER, "-n", "argocd", "--for=jsonpath={.status.replicas}=0", "--timeout=60s"),
      0,
    );
    assertRefused(
      await pulumi("destroy", "stage"),
      /argocd-application-controller does not run.*Start it.*kubectl patch application -n argocd agentgateway-infra-root-stage/s,
    );
    assertCode(await kubectl("dev", "scale", CONTROLLER, "-n", "argocd", "--replicas=1"), 0);
    assertCode(await kubectl("dev", "rollout", "status", CONTROLLER, "-n", "argocd", "--timeout=60s"), 0);
    assertCode(await pulumi("destroy", "stage"), 0);
  });

  it("in the end every cluster is as it was, but for the CRDs and the GatewayClass, which stay by promise", async () => {
    assertCode(await pulumi("destroy", "dev"), 0);
    assertCode(await kubectl("stage", "delete", "clusterrolebinding/rotated"), 0);
    assertCode(await kubectl("stage", "delete", "serviceaccount/rotated", "-n", "kube-system"), 0);
    assert.deepEqual(await objects(), untouched);
    for (const context of ["dev", "stage"]) assert.deepEqual(await crdsOf(checkout, context), crdNames().sort());
  });

  it("each command of the pages that is this story's was run", () => checkout.assertRan(STORIES.clusters));
});
