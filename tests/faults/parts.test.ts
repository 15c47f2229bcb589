import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { apiServerFaults } from "./apiServer";
import { leaks, textsBelow, watchCommandLines } from "../../dev/support/canaries";
import { pushToDev, useModel } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { Parts } from "../../dev/support/parts";
import { assertCode, assertRefused as assertSaid, eventually, type Outcome } from "../../dev/support/shell";

interface Application {
  status?: { sync?: { revision?: string } };
}

/** What stands in a Secret and is none. */
const PUBLIC = /Mtime$|^(url|type|name|server|username|project|enableOCI)$/;

const UP = ["up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"];

/** Fails unless a command failed and said so, as a message and not as a crash. */
function assertRefused(outcome: Outcome, message: RegExp): void {
  assertSaid(outcome, message);
  assert.doesNotMatch(outcome.all, /\n\s+at .*\(.*:\d+:\d+\)/, "without a stack trace");
}

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("parts that fail, and what is told of it", () => {
  const ordinary = process.env.TMPDIR;
  const temporary = mkdtempSync(join(tmpdir(), "agentgateway-tmp-"));
  let changes = 0;
  let checkout: Checkout;
  let processes: ReturnType<typeof watchCommandLines>;
  const parts = new Parts(() => checkout);

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    // All that is written to a temporary directory from here on can be found.
    process.env.TMPDIR = temporary;
    processes = watchCommandLines();
    assertCode(await checkout.npm("start", "--json"), 0);
    await checkout.enterSandbox();
  });

  after(async () => {
    processes.stop();
    if (ordinary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = ordinary;
    await checkout.discard();
    rmSync(temporary, { recursive: true, force: true });
  });

  const up = () => checkout.shell("pulumi", UP);
  const preview = () => checkout.shell("pulumi", ["preview", "--stack", "dev", "--non-interactive"]);
  const upAgain = async () => assertCode(await up(), 0);
  const change = () => useModel(checkout, `model-${++changes}`);
  const route = () => checkout.get<object>("dev", "httproute", "openai", "-n", "agentgateway-system");
  const deployed = async () => {
    // By its path, as `up` asks: an API server that is back serves that some 0.2 s before its discovery lists the kind.
    const path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/agentgateway-configs";
    const { stdout, all } = await checkout.silently("kubectl", ["--context", "dev", "get", "--raw", path]);
    assert.match(stdout, /^\{/, all);
    return (JSON.parse(stdout) as Application).status?.sync?.revision;
  };
  const config = async (...words: string[]) =>
    assertCode(await checkout.pulumi("config", ...words, "--stack", "dev"), 0);
  it("the API server is down: refused before anything is tried", async () => {
    const outcome = await parts.without("dev/kube-apiserver", preview);
    assertRefused(
      outcome,
      /cluster\.kubeconfig: leads to https:\S+, which can't be reached from here \(ECONNREFUSED\)/,
    );
  });

  it("the API server does not answer: refused after some seconds", async () => {
    const outcome = await parts.frozen("dev/kube-apiserver", preview);
    assertRefused(
      outcome,
      /cluster\.kubeconfig: leads to https:\S+, which can't be reached from here \(no answer within/,
    );
    await upAgain();
  });

  it("the Git server and the charts are away: said of each Application, with what Argo CD says", async () => {
    const outcome = await parts.without("git", up);
    assertRefused(outcome, /agentgateway-infra-root: .*ComparisonError: .*connection refused/s);
    assert.match(
      outcome.all,
      /The branch dev of \S+, which Argo CD deploys, can't be read from here: .*Failed to connect/,
    );
    await upAgain();
  });

  it("the API server goes while an up waits for Argo CD, and is back: it goes on", async () => {
    const commit = await change();
    const running = checkout.running("pulumi", UP);
    await running.line(/waiting for/);
    await parts.without("dev/kube-apiserver", () => new Promise((resolve) => setTimeout(resolve, 10_000)));
    assertCode(await running.outcome, 0);
    assert.equal(await deployed(), commit);
  });

  it("a branch that is not there: its name, before anything changes", async () => {
    await config("set", "--path", "repository.branch", "nowhere");
    assertRefused(await up(), /Nothing was changed:\s+- repository\.branch: "nowhere" is no branch of the repository/);
    await config("rm", "--path", "repository.branch");
    await upAgain();
  });

  it("history is rewritten: Argo CD follows the branch", async () => {
    checkout.git("commit", "--quiet", "--amend", "--message", "Rewritten");
    await pushToDev(checkout, "--force");
    await upAgain();
    assert.equal(await deployed(), checkout.git("rev-parse", "HEAD"));
  });

  it("a wrong password for Git: Argo CD's own words", async () => {
    const { stdout: password } = await checkout.silently("pulumi", [
      ...["config", "get", "--path", "repository.password", "--stack", "dev"],
    ]);
    const set = (value: string) =>
      checkout.shell("pulumi", ["config", "set", "--secret", "--path", "repository.password", "--stack", "dev"], value);
    assertCode(await set("wrong-password-for-git"), 0);
    const outcome = await up();
    assertRefused(outcome, /ComparisonError: .*authentication required/s);
    assert.match(outcome.all, /can't be read from here: .*Authentication failed/);
    assertCode(await set(password.trim()), 0);
    await upAgain();
  });

  it("the repo-server is away: it is named", async () => {
    assertRefused(await parts.without("argocd/repo-server", up), /Argo CD's repo-server does not answer/);
    await upAgain();
  });

  it("the application controller is away: said when the time is over", async () => {
    await config("set", "--path", "application.timeoutSeconds", "20");
    assertRefused(
      await parts.without("argocd/application-controller", up),
      /After 20 s the environment is not deployed.*has not looked at it.*application controller/s,
    );
    await config("rm", "--path", "application.timeoutSeconds");
    await upAgain();
  });

  it("Redis is away: Argo CD goes on without its cache, or says that it can't", async () => {
    const commit = await change();
    const outcome = await parts.without("argocd/redis", up);
    if (outcome.code !== 0) assertRefused(outcome, /What Argo CD and the cluster say/);
    await upAgain();
    assert.equal(await deployed(), commit);
  });

  it("two people at once: the second is told of the first, which is not disturbed", async () => {
    const first = checkout.running("pulumi", UP);
    await first.line(/^Updating/);
    assertRefused(await up(), /currently locked by 1 lock.*created by \S+@\S+ \(pid \d+\)/s);
    assertCode(await first.outcome, 0);
  });

  it("somebody edits what Argo CD deploys while an up waits for it: it is as Git says, and the up is done", async () => {
    await change();
    const running = checkout.running("pulumi", UP);
    await running.line(/waiting for/);
    const elsewhere = JSON.stringify({ spec: { parentRefs: [{ name: "elsewhere" }] } });
    const edit = ["patch", "httproute", "openai", "-n", "agentgateway-system", "--type=merge", "-p", elsewhere];
    assertCode(await checkout.shell("kubectl", ["--context", "dev", ...edit]), 0);
    assertCode(await running.outcome, 0);
    await eventually("the route is as Git says", 60, async () => !JSON.stringify(await route()).includes("elsewhere"));
  });

  apiServerFaults(() => checkout);

  it("after all that, nothing has changed", async () => {
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
  });

  it("no secret stands where it does not belong: output, logs, state, Git, command lines, temporary files", async () => {
    await checkout.pulumi("preview", "--diff", "--stack", "dev");
    for (const script of ["drift", "status", "topology"])
      await checkout.shell("npm", ["run", "--silent", script, "--", "dev"]);
    const secrets = await allSecrets();
    assert.ok(secrets.length >= 10, "there are secrets to look for");

    const inSandbox = (name: string) => join(checkout.sandbox, name);
    const texts = new Map([
      ["what the commands printed", checkout.printed],
      ["the command lines of all processes", [...processes.seen].join("\n")],
      ...["logs", "project", "pulumi-state", "git"].flatMap((name) => [...textsBelow(inSandbox(name), isOwn)]),
      ...textsBelow(checkout.directory, isOwn),
      ...textsBelow(temporary),
    ]);
    // The Kubernetes provider leaves one for each run of the CLI itself (docs/faults.md).
    const known = /^kubeconfig\d+$/;
    const found = leaks(texts, secrets);
    assert.deepEqual(
      found.filter((path) => !known.test(basename(path))),
      [],
    );
    for (const path of found) assert.equal(statSync(path).mode & 0o077, 0, path);
  });

  it("our own scripts leave nothing in the temporary directory", async () => {
    const before = [...textsBelow(temporary).keys()].sort();
    for (const script of ["drift", "status"]) await checkout.shell("npm", ["run", "--silent", script, "--", "dev"]);
    assert.deepEqual([...textsBelow(temporary).keys()].sort(), before);
  });

  /** Packages, and this checkout by the sandbox's link, are looked at where they are. */
  function isOwn(path: string): boolean {
    return !path.includes("/node_modules/") && !path.includes("/program/");
  }

  /** Every secret of the stack: its configuration, what it has generated, and what stands in the cluster's Secrets. */
  async function allSecrets(): Promise<string[]> {
    const ask = async <T>(...words: string[]) => {
      const { stdout } = await checkout.silently("pulumi", [...words, "--show-secrets", "--json", "--stack", "dev"]);
      return JSON.parse(stdout) as T;
    };
    const configured = await ask<Record<string, { value: string; objectValue?: object; secret: boolean }>>("config");
    const { argocdPasswords } = await ask<{ argocdPasswords: Record<string, string> }>("stack", "output");
    const { items } = await checkout.get<{ items: { data?: Record<string, string> }[] }>(
      "dev",
      "secrets",
      "--all-namespaces",
    );
    const live = items
      .flatMap(({ data = {} }) => Object.entries(data))
      .filter(([key]) => !PUBLIC.test(key))
      .map(([, value]) => Buffer.from(value, "base64").toString());
    const tokens = JSON.stringify(configured).match(/token: \S+?(?=\\)/g) ?? [];
    return [...live, ...Object.values(argocdPasswords), ...tokens.map((token) => token.replace("token: ", ""))].filter(
      (secret) => secret.length >= 12,
    );
  }
});
