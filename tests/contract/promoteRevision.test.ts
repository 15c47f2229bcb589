import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lookAt, relate } from "../../cli/promote/read";
import { validateEnvironment } from "../../config/validate";
import { clusterAt } from "../../kube/clusterAt";

describe("a commit beside one that Argo CD has deployed", function () {
  this.timeout(60_000);
  // Nobody answers there, so what the checkout lacks can't be had.
  const url = "https://127.0.0.1:1/platform.git";
  const environment = validateEnvironment("dev", [{ namespace: "dev", repository: { url } }]);
  const paths = ["k8s/overlays/dev", "k8s/base"];
  let checkout: string;
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: checkout, encoding: "utf8", env }).trim();
  const commit = (file: string, text: string) => {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    writeFileSync(join(checkout, file), text);
    git("add", "--all");
    git("-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", file);
    return git("rev-parse", "HEAD");
  };

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), "promote-revision-"));
    git("init", "--quiet", "--initial-branch=dev");
  });
  afterEach(() => rmSync(checkout, { recursive: true }));

  it("is ahead of an older one and behind a newer one, by the delivered files, wherever the checkout is", async () => {
    const first = commit("k8s/base/a.yaml", "a: 1");
    const second = commit("k8s/base/a.yaml", "a: 2");
    const third = commit("README.md", "text");
    const files = ["k8s/base/a.yaml"];
    const seen = (promoted: string, revision: string) => relate(environment, checkout, promoted, revision, paths);
    assert.deepEqual(await seen(second, first), { relation: "ahead", files });
    assert.deepEqual(await seen(first, second), { relation: "behind", files });
    assert.deepEqual(await seen(second, second), { relation: "same", files: [] });
    assert.deepEqual(await seen(second, third), { relation: "behind", files: [] });
    assert.deepEqual(await seen(first, third), { relation: "behind", files });
  });

  it("is unknown beside one that can't be fetched, and git's reason is given", async () => {
    const only = commit("k8s/base/a.yaml", "a: 1");
    const { relation, files, unknown } = await relate(environment, checkout, only, "9".repeat(40), paths);
    assert.deepEqual([relation, files], ["unknown", []]);
    assert.match(unknown ?? "", /127\.0\.0\.1/);
  });

  it("is not known while the cluster does not answer, which is waited for", async () => {
    const kubeconfig = JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "u", user: { token: "nobody's" } }],
    });
    const hub = clusterAt(kubeconfig, undefined, "cluster.kubeconfig");
    const look = await lookAt(environment, hub, checkout, commit("a", ""))();
    assert.equal(look.state, "open");
    assert.match(
      look.state === "open" ? look.why : "",
      /^cluster\.kubeconfig leads to https:\/\/127\.0\.0\.1:1, which can't be reached/,
    );
  });
});
