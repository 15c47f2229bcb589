import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { parseDocument, parse } from "yaml";
import type { Checkout } from "./checkout";
import { commandsOf, sections, type Block } from "./sections";
import { assertCode } from "./shell";

/** Commands of the README that this story does not run unchanged: contract/pages does, but for the first three. */
export const ELSEWHERE = new Set([
  "npm test", // is what runs this
  "npm ci", // the packages are here already
  "pulumi stack init dev",
  "pulumi config set --secret --path cluster.kubeconfig --stack dev < ~/.kube/config",
  "pulumi config set --path cluster.name prod-eu --stack prod",
  "pulumi config set --secret --path cluster.kubeconfig --stack prod < prod-eu.kubeconfig",
  "kubectl apply -f repo.yml -n argocd",
  "kubectl apply -f app-of-apps/root-application.yaml",
]);

/** Nobody is there to say yes. */
const UNATTENDED = "export PULUMI_SKIP_CONFIRMATIONS=true";

/** The README, followed word by word by a user who has only that. */
export class Readme {
  readonly #sections = sections("README.md");
  readonly #ran = new Set<string>();

  constructor(private readonly checkout: () => Checkout) {}

  /** Runs what a section says, as one script. What asks for a secret gets one. */
  async follow(section: string): Promise<void> {
    const script = this.#commands(section);
    const runnable = script.filter((command) => !ELSEWHERE.has(command));
    const input = randomBytes(24).toString("base64url");
    assertCode(await this.checkout().shell("bash", ["-euc", `${UNATTENDED}\n${runnable.join("\n")}`], input), 0);
    runnable.forEach((command) => this.#ran.add(command));
  }

  /** Notes a command that was run in another way than by `follow`. */
  ran(command: string): void {
    this.#ran.add(command);
  }

  /** Puts what a section shows for a catalogue at its beginning in platform.ts. */
  addToPlatform(section: string): void {
    const [shown = ""] = this.#texts(section, "ts");
    const [first = "", ...rest] = shown.trimEnd().split("\n");
    this.checkout().edit("platform.ts", (text) => text.replace(first, `${first}\n${rest.join("\n")}`));
  }

  /** Lays what a section shows of a stack file over the stack's. */
  addToStack(section: string, stack: string): void {
    const { config } = parse(this.#texts(section, "yaml")[0] ?? "") as { config: Record<string, object> };
    this.checkout().edit(`Pulumi.${stack}.yaml`, (text) => {
      const document = parseDocument(text);
      for (const [key, value] of Object.entries(config)) {
        for (const [name, item] of Object.entries(value)) document.setIn(["config", key, name], item);
      }
      return document.toString();
    });
  }

  /** Fails when the README has a command that nobody ran. */
  assertAllRun(): void {
    const all = [...this.#sections.keys()].flatMap((section) => this.#commands(section));
    assert.deepEqual(
      all.filter((command) => !this.#ran.has(command) && !ELSEWHERE.has(command)),
      [],
    );
    assert.deepEqual(
      [...ELSEWHERE].filter((command) => !all.includes(command)),
      [],
      "these are no commands of the README any more",
    );
  }

  #texts(section: string, language: string): string[] {
    return this.#blocks(section)
      .filter((block) => block.language === language)
      .map(({ text }) => text);
  }

  #blocks(section: string): Block[] {
    const blocks = this.#sections.get(section);
    if (blocks === undefined) throw new Error(`the README has no section "${section}"`);
    return blocks;
  }

  #commands(section: string): string[] {
    return commandsOf(this.#blocks(section));
  }
}
