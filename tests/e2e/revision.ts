import assert from "node:assert/strict";
import { changeModel, pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { Parts } from "../../dev/support/parts";
import { assertCode, type Outcome } from "../../dev/support/shell";
import { lastChanges } from "../../dev/support/state";

const FILE = "k8s/base/llm-providers/openai.yaml";
const UP = ["up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"];

/** A part of the story: an `up` is about what the branch has that Argo CD follows. */
export function whatIsPushed(checkout: () => Checkout): void {
  const url = () =>
    checkout()
      .variable("SANDBOX_GIT_URL")
      .replace(/\/\/[^/@]*@/, "//");
  const git = (...args: string[]) => checkout().git(...args);
  const sh = async (script: string) => assertCode(await checkout().shell("sh", ["-euc", script]), 0);
  const useModel = async (model: string) => {
    changeModel(checkout(), model);
    assertCode(await checkout().npm("render"), 0);
  };
  /** What an `up` would change: a Secret, the model, and the state. */
  const everything = async () => {
    const get = (...words: string[]) => checkout().get<{ items: Versioned[] }>("dev", ...words);
    const { items } = await get("secrets,agentgatewaybackends", "-n", "agentgateway-system");
    const versions = items.map(({ kind, metadata: { name, resourceVersion } }) => [kind, name, resourceVersion]);
    return { versions, state: lastChanges(checkout(), "dev") };
  };
  /** What a command said under a heading, without the indentation that Pulumi gives it. */
  const said = ({ all }: Outcome, heading: "error" | "warning") => {
    const [, text = ""] = new RegExp(`^ {4}${heading}: (.*(?:\\n {4,}.+)*)`, "m").exec(all) ?? [];
    return text.replaceAll(/^ {4}/gm, "");
  };
  const differs = () => `Argo CD deploys the branch dev of ${url()}, and this checkout differs from it`;

  it("what is not committed, not pushed, or behind is refused by name, and nothing changes", async () => {
    const key = ["config", "set", "--secret", "--path", "llmProviders.openai.apiKey", "--stack", "dev"];
    assertCode(await checkout().shell("pulumi", key, "a-key-that-an-up-would-change"), 0);
    const before = await everything();
    const refused = async (problem: string, remedy: string) => {
      const entry = `  - ${problem}\n      ${remedy}`;
      const outcome = await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
      assert.notEqual(outcome.code, 0);
      assert.equal(said(outcome, "error"), `${differs()}. Nothing was changed:\n${entry}`);
      assert.deepEqual(await everything(), before);
      return `\`pulumi up\` would be refused. ${differs()}:\n${entry}`;
    };

    await useModel("not-pushed");
    const push = `git push ${url()} HEAD:dev`;
    const warning = await refused(
      `not committed: ${FILE}`,
      `git add k8s app-of-apps repo.yml platform.ts Pulumi.*.yaml && git commit && ${push}`,
    );
    const preview = await checkout().pulumi("preview", "--stack", "dev");
    assertCode(preview, 0);
    assert.equal(said(preview, "warning"), warning);

    const commit = checkout().commit("Use another model");
    const named = `${commit.slice(0, 12)} (Use another model)`;
    await refused(`not pushed: ${named}; changed: ${FILE}`, push);

    await pushToDev(checkout());
    git("reset", "--quiet", "--hard", "HEAD~1");
    const pull = `git pull --ff-only ${url()} dev`;
    // Argo CD deploys it meanwhile, as it does whatever is pushed.
    const { state } = before;
    const outcome = await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
    assert.equal(
      said(outcome, "error"),
      `${differs()}. Nothing was changed:\n  - behind: dev has ${named}; changed: ${FILE}\n      ${pull}`,
    );
    assert.deepEqual(lastChanges(checkout(), "dev"), state);

    await sh(pull);
    assert.equal(git("rev-parse", "HEAD"), commit);
    assertCode(await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
  });

  it("what somebody else pushes while an up waits is deployed, reported, and no error", async () => {
    const colleague = `${checkout().root}/colleague`;
    await sh(
      `git clone --quiet . ${colleague} && cd ${colleague} && ln -s ${checkout().directory}/node_modules . && ` +
        `sed -i 's/provider: "openai", model: "not-pushed"/provider: "openai", model: "a-colleagues"/' platform.ts && ` +
        `npm run --silent render && git commit --quiet --all --message "A colleague's model"`,
    );
    // Without the controller nothing is deployed before the push.
    const running = await new Parts(checkout).without("argocd/application-controller", async () => {
      const waiting = checkout().running("pulumi", UP);
      await waiting.line(/waiting for/);
      await sh(`cd ${colleague} && git push --quiet "$SANDBOX_GIT_URL" HEAD:dev`);
      return waiting;
    });
    const outcome = await running.outcome;
    assertCode(outcome, 0);
    await sh(`git pull --quiet --rebase ${url()} dev`);
    const pushed = git("rev-parse", "HEAD").slice(0, 12);
    assert.equal(
      said(outcome, "warning"),
      `Argo CD has deployed ${pushed} (A colleague's model), which was pushed to dev meanwhile, and not what this ` +
        `checkout has; different: ${FILE}\ngit pull --rebase ${url()} dev`,
    );
  });
}

interface Versioned {
  kind: string;
  metadata: { name: string; resourceVersion: string };
}
