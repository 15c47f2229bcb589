import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kubeconfig, type ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { ensureToolchain } from "../sandbox/toolchain";
import { Checkout } from "./checkout";

/** A reader of the pages: a checkout with its stacks and a remote, tools on PATH, and a kubeconfig with two contexts. */
export class PageShell {
  readonly #checkout = new Checkout(process.cwd());
  #preamble = "";

  /** @param access the cluster that both contexts, `dev` and `stage`, lead to */
  static async open(access: Omit<ClusterAccess, "name">): Promise<PageShell> {
    const { binDir } = await ensureToolchain({ only: ["kustomize", "pulumi", "kubectl"] });
    const shell = new PageShell();
    await shell.#prepare(binDir, access);
    return shell;
  }

  async #prepare(binDir: string, access: Omit<ClusterAccess, "name">): Promise<void> {
    const { root } = this.#checkout;
    this.#checkout.useTools(binDir);
    const home = join(root, "home");
    const config = join(home, ".kube", "config");
    mkdirSync(join(home, ".kube"), { recursive: true });
    writeFileSync(config, kubeconfig(["dev", "stage"].map((name) => ({ ...access, name }))), { mode: 0o600 });
    const unattended = "export PULUMI_SKIP_CONFIRMATIONS=true";
    // The standard input comes through a pipe, as in a shell: a socket can't be opened as /dev/stdin.
    const piped = "exec < <(cat)";
    this.#preamble = [`export HOME=${home} KUBECONFIG=${config}`, unattended, "set -euo pipefail", piped].join("\n");
    for (const stack of ["dev", "stage", "prod"]) await this.run(`pulumi stack init ${stack}`);
    await this.run("git add --all && git commit --quiet --message stacks");
    const origin = join(root, "origin.git");
    await this.run(`git clone --quiet --bare . ${origin} && git remote add origin ${origin}`);
    await this.run("git push --quiet --force origin HEAD~1:main HEAD:dev HEAD:stage && git fetch --quiet origin");
  }

  /** Runs a command exactly as a page has it. One that asks for a secret gets some, one that reads a file has it. */
  async run(command: string): Promise<void> {
    for (const [, name = ""] of command.matchAll(/ < ([\w.-]+)$/gm)) {
      const file = join(this.#checkout.directory, name);
      if (!existsSync(file)) writeFileSync(file, "what the reader has there\n");
    }
    const input = randomBytes(24).toString("base64url");
    // A preview asks nothing, and does not let itself be answered.
    const asked = command.includes("--preview-only") ? "unset PULUMI_SKIP_CONFIRMATIONS" : "";
    const script = [this.#preamble, asked, command].join("\n");
    const { code, all } = await this.#checkout.shell("bash", ["-c", script], input);
    assert.equal(code, 0, `${command}\n${all}`);
  }

  /** Everything as it was before the page. */
  turnPage(): Promise<void> {
    return this.run("git checkout --quiet --force main && git clean --quiet --force");
  }

  close(): void {
    rmSync(this.#checkout.root, { recursive: true });
  }
}
