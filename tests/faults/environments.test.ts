import assert from "node:assert/strict";
import { resolve } from "node:path";
import { useModel } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { everyObject } from "../../dev/support/everyObject";
import { Parts } from "../../dev/support/parts";
import { assertCode, assertRefused, eventually } from "../../dev/support/shell";
import { commandsOf, sections } from "../../dev/support/sections";

interface Application {
  metadata: { name: string };
  status?: { sync?: { revision?: string } };
}

/** The commands of the page for what stays on the environment's cluster. */
const REMAINS = /kubectl delete --ignore-not-found (?!application)/;
/** Objects of an environment that are made when its first `up` is halfway. */
const HALFWAY = 6;

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("two environments of one hub: at once, cut off, torn down", () => {
  let checkout: Checkout;
  let untouched: string[];
  const parts = new Parts(() => checkout);
  const tearDown = sections("docs/clusters.md").get("Tear down") ?? [];

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    assertCode(await checkout.npm("sandbox", "up", "stage"), 0);
    await checkout.enterSandbox();
    untouched = await onStage();
    assertCode(await checkout.npm("start", "stage", "--json"), 0);
  });

  after(() => checkout.discard());

  const onStage = () => everyObject(checkout, "stage");
  const kubectl = (context: string, ...args: string[]) => checkout.shell("kubectl", ["--context", context, ...args]);
  const pulumi = (command: string, stack: string) =>
    checkout.pulumi(command, "--stack", stack, "--yes", "--skip-preview");
  const configure = async (stack: string, path: string, value: string) =>
    assertCode(await checkout.pulumi("config", "set", "--path", path, value, "--stack", stack), 0);
  const giveUp = (stack: string) =>
    checkout.shell("sh", [
      "-c",
      `PULUMI_K8S_DELETE_UNREACHABLE=true pulumi destroy --stack ${stack} --yes --skip-preview`,
    ]);
  const assertNoChange = async (stack: string) =>
    assertCode(await checkout.pulumi("preview", "--stack", stack, "--refresh", "--expect-no-changes"), 0);
  const configs = () => checkout.get<Application>("dev", "application", "agentgateway-configs-stage", "-n", "argocd");
  /** Names of stage's Applications that the hub has. */
  const applicationsOfStage = async () => {
    const { items } = await checkout.get<{ items: Application[] }>("dev", "applications", "-n", "argocd");
    return items.map(({ metadata }) => metadata.name).filter((name) => name.endsWith("-stage"));
  };

  /** Runs the commands of the page about tearing down that begin with something, where a cluster is meant. */
  async function asThePageSays(context: string, beginning: string | RegExp): Promise<void> {
    const commands = commandsOf(tearDown).filter((command) => command.match(beginning)?.index === 0);
    assert.ok(commands.length > 0, String(beginning));
    for (const command of commands)
      assertCode(await checkout.shell("sh", ["-c", command.replace(/^kubectl /, `kubectl --context ${context} `)]), 0);
  }

  it("both are changed at once, and the hub restarts meanwhile: both are done", async () => {
    await configure("dev", "argocd.repoServer.parallelism", "4");
    await configure("stage", "cluster.tokenRotation", "2");
    const [hub, environment] = await Promise.all([pulumi("up", "dev"), pulumi("up", "stage")]);
    assertCode(hub, 0);
    assertCode(environment, 0);
    for (const stack of ["dev", "stage"]) await assertNoChange(stack);
  });

  it("another stack's cluster is away: the hub's stack does not mind", async () => {
    assertCode(await parts.without("stage/kube-apiserver", () => pulumi("up", "dev")), 0);
    assertRefused(
      await parts.without("stage/kube-apiserver", () => pulumi("up", "stage")),
      /cluster\.kubeconfig: leads to https:\S+, which can't be reached from here \(ECONNREFUSED\)/,
    );
    assertCode(await pulumi("up", "stage"), 0);
  });

  it("Argo CD's token is revoked: it says so when it has something to do, and an up gives it another", async () => {
    const { items } = await checkout.get<{ items: Application[] }>("stage", "secrets", "-n", "agentgateway-system");
    const { data } = await checkout.get<{ data: { config: string } }>("dev", "secret", "cluster-stage", "-n", "argocd");
    const { bearerToken } = JSON.parse(Buffer.from(data.config, "base64").toString()) as { bearerToken: string };
    const asArgoCd = () =>
      checkout.silently("kubectl", ["--context", "stage", "--token", bearerToken, "get", "pods", "-A"]);
    const tokens = items.map(({ metadata }) => metadata.name).filter((name) => name.includes("argocd-stage"));
    assertCode(await kubectl("stage", "delete", "secret", ...tokens, "-n", "agentgateway-system"), 0);
    // What it watches it goes on seeing, and the API server remembers a token for some seconds.
    await eventually("the token is forgotten", 60, async () => (await asArgoCd()).code !== 0);
    const commit = await useModel(checkout, "another-model");
    await eventually("Argo CD is refused", 180, async () =>
      /Unauthorized|provide credentials/i.test(JSON.stringify((await configs()).status)),
    );
    assertCode(await checkout.pulumi("up", "--stack", "stage", "--refresh", "--yes", "--skip-preview"), 0);
    assert.equal((await configs()).status?.sync?.revision, commit);
    await assertNoChange("stage");
    // It has that model too.
    assertCode(await pulumi("up", "dev"), 0);
  });

  it("Git is away: destroyed like any other", async () => {
    assertCode(await parts.without("git", () => pulumi("destroy", "stage")), 0);
    assert.deepEqual(await onStage(), untouched);
    assert.deepEqual(await applicationsOfStage(), []);
  });

  it("half created: destroyed like any other", async () => {
    let created = 0;
    const halfway = (line: string) => /\bcreated \(/.test(line) && ++created === HALFWAY;
    const args = ["up", "--stack", "stage", "--yes", "--skip-preview", "--non-interactive"];
    assert.ok((await checkout.crash("pulumi", args, halfway)).killed);
    assertCode(await checkout.shell("npm", ["run", "--silent", "recover", "--", "stage"]), 0);
    assertCode(await pulumi("destroy", "stage"), 0);
    assert.deepEqual(await onStage(), untouched);
    assert.deepEqual(await applicationsOfStage(), []);
    assertCode(await pulumi("up", "stage"), 0);
  });

  it("the environment's cluster is gone: given up as the page says, and the hub is as if it had never been", async () => {
    await parts.without("stage/kube-apiserver", async () => {
      await asThePageSays("dev", /kubectl patch application .*-root-/);
      assertCode(await giveUp("stage"), 0);
      await asThePageSays("dev", /kubectl (patch|delete .*) application .* agentgateway-stage/);
    });
    assert.deepEqual(await applicationsOfStage(), []);
    await assertNoChange("dev");
  });

  it("it is back: what the page names is removed, and the cluster is as before", async () => {
    await asThePageSays("stage", REMAINS);
    assert.deepEqual(await onStage(), untouched);
    assertCode(await pulumi("up", "stage"), 0);
    await assertNoChange("stage");
  });

  it("the hub is gone: given up as the page says, and the environment's cluster is as before", async () => {
    await parts.without("dev/kube-apiserver", async () => {
      assertCode(await giveUp("stage"), 0);
      await asThePageSays("stage", REMAINS);
      assert.deepEqual(await onStage(), untouched);
    });
  });
});
