/** The one entry of the commands: `npm run render`, `npm run status` and so on are `cli/main.ts render`, `… status`. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { UserError } from "../core/errors";
import { reportAndExit } from "../core/report";
import type { ChartOptions } from "./chart/cli";
import type { ImagesOptions } from "./images/cli";
import type { PromoteOptions } from "./promote/cli";

// Each command is loaded when it runs: some of them load much that the others don't need.
const program = new Command("npm run");

program
  .command("render")
  .description("Writes k8s/, app-of-apps/ and repo.yml as the configuration says.")
  .option("--check", "write nothing; exit with 1 and name the files that are not current")
  .option("--objects", "write nothing; print the objects of each stack as JSON")
  .action(async (options: { check?: boolean; objects?: boolean }) => (await import("./render/cli")).render(options));

program
  .command("stacks")
  .description(
    "Lists the stacks of the checkout: what each extends, where it runs, who deploys it and when. A stack whose file has " +
      "errors is named with them, and is not in the list.",
  )
  .option("--json", "for workflows (docs/environments.md)")
  .action(async (options: { json?: boolean }) => (await import("./stacks/cli")).stacks(options));

program
  .command("images")
  .description(
    "Lists the images that stacks deploy, an image a line: of Argo CD, the controller, proxies, workloads and handwritten " +
      "manifests, after the stack's `images` have rewritten them, with what a mirror has to copy and who runs it. Digests are " +
      "those of the references: the digest of a tag is known to its registry alone.",
  )
  .option("--stack <stack>", "the images of one stack; default: of all")
  .option("--json", "for a machine")
  .action(async (options: ImagesOptions) => (await import("./images/cli")).images(options));

program
  .command("chart")
  .description(
    "Renders agentgateway's charts of a stack's release with its values, and writes what they bring into Pulumi.<stack>.yaml " +
      "(controlPlane.contents). Argo CD's rights follow it. Needed for releases other than those of 1.4.",
  )
  .argument("<stack>", "it writes the stack's file, so it has to be named")
  .option(
    "--from <directory>",
    "where the charts are, a directory for each; default: the repository of `sources.charts`",
  )
  .action(async (stack: string, options: ChartOptions) => (await import("./chart/cli")).chart(stack, options));

program
  .command("import")
  .description(
    "Turns manifests and configurations of LiteLLM's proxy into entries of platform.ts. Prints them, the commands that set their " +
      "keys, and what it can't express; writes nothing (docs/import.md).",
  )
  .argument("<files...>", "YAML files, or - for standard input")
  .action(async (files: string[]) => (await import("./import/cli")).importFiles(files));

program
  .command("status")
  .description(
    "Reports whether a stack is up, and if not, why: its last update, its Applications, its gateway, routes and backends. " +
      "Then the base URL of each entry, as clients are configured with it (docs/clients.md). Exits with 0 where all is " +
      "well, 2 where something is not, and 1 where it is unknown.",
  )
  .argument("[stack]", "default: the stack that is selected")
  .option("--json", "for a machine")
  .action(async (stack: string | undefined, options: { json?: boolean }) =>
    (await import("./status/cli")).status(stack, options),
  );

program
  .command("drift")
  .description(
    "Reports what of a stack is not as described: what Pulumi owns, what Argo CD deploys, this checkout, versions. Reads " +
      "only. Exits with 0 where nothing differs, 7 where something does, and another code where it is unknown.",
  )
  .argument("[stack]", "default: the stack that is selected")
  .option("--json", "for a machine")
  .action(async (stack: string | undefined, options: { json?: boolean }) =>
    (await import("./drift/inspect")).drift(stack, options),
  );

program
  .command("topology")
  .description("Draws every environment into docs/topology/, or prints the picture of one.")
  .argument("[stack]", "print the picture of this environment; default: write those of all")
  .option("--check", "write nothing; exit with 1 and name the pictures that are not current")
  .option("--live", "of one environment: also whether each object is as it should be")
  .addOption(
    new Option("--format <format>", "of the picture").choices(["mermaid", "svg"] as const).default("mermaid" as const),
  )
  .action(async (stack: string | undefined, options: { check?: boolean; live?: boolean; format: "mermaid" | "svg" }) =>
    (await import("./topology/cli")).topology(stack, options),
  );

program
  .command("promote")
  .description(
    "Moves stage on to what dev holds, or main to what stage holds, when the environment of that branch's name has been Synced " +
      "and Healthy at the commit for its automation.soakSeconds (docs/branches.md). Exits with 0 where the branch has moved or " +
      "has the commit already, 2 where the environment was not ready in time, 3 where a newer commit has taken the place of " +
      "this one in it, and 1 where the promotion is refused or the environment can't be read.",
  )
  .argument("<target>", "the branch to move: stage or main")
  .option("--commit <sha>", "a commit of the branch before; default: its newest")
  .option("--checked <sha>", "the rendered tree of this commit has been checked already, so it need not be checked out")
  .option("--remote <name>", "where the branches are; default: origin")
  .option("--timeout <minutes>", "how long to wait; default: the soak time and half an hour", minutes)
  .option("--dry-run", "wait, and move nothing")
  .action(async (target: string, options: PromoteOptions) => (await import("./promote/cli")).promote(target, options));

program
  .command("recover")
  .description(
    "After a `pulumi` that was killed: releases the stack's lock, and brings its state in line with its clusters, in " +
      "which nothing is changed. Then `pulumi up` or `pulumi destroy` goes on. Only while no other `pulumi` works on it.",
  )
  .argument("<stack>", "it breaks a lock, so it has to be named")
  .action(async (stack: string) => {
    const [{ recover }, { platform }] = await Promise.all([import("./recover/recover"), import("../platform")]);
    for (const line of await recover(platform, stack, process.cwd())) console.log(line);
  });

program
  .command("takeover")
  .description("Makes what the layout before this program deployed this program's (docs/takeover.md).")
  .argument("<stack>", "without an option: show what would be done, and change nothing")
  .option("--release", "the Applications there are stop syncing and let go of what they deployed")
  .option("--yes", "that, and the rest")
  .action(async (stack: string, options: { release?: boolean; yes?: boolean }) =>
    (await import("./takeover/cli")).takeover(stack, options),
  );

program
  .command("policy")
  .description(
    "Evaluates the rules of policy/ for environments. Exits with 1 and names what violates a rule that must hold.",
  )
  .addArgument(new Argument("[stacks...]", "default: every environment that is in Git"))
  .option("--settings <stack>", "evaluate nothing; print a stack's settings for Pulumi's --policy-pack-config")
  .action(async (stacks: string[], options: { settings?: string }) =>
    (await import("./policy/cli")).policy(stacks, options),
  );

program
  .command("docs")
  .description("Writes the reference: the configuration, the messages, and the formats of LLM providers.")
  .option("--check", "write nothing; exit with 1 and name the files that are older than their sources")
  .action(async (options: { check?: boolean }) => (await import("./docs/cli")).docs(options));

for (const command of program.commands) {
  const name = command.name();
  command.configureHelp({ commandUsage: () => `npm run ${name} -- ${command.usage()}` });
}

/** A time on the command line. */
function minutes(text: string): number {
  if (!(Number(text) > 0)) throw new InvalidArgumentError("It must be a number of minutes.");
  return Number(text);
}

/** What commander says of a command line, as ours says it. */
function asUserError(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [, name = "COMMAND"] = /^\S+\s+(\S+)/.exec(`main ${process.argv[2] ?? ""}`) ?? [];
  return new UserError(`${error.message.replace(/^error: /, "")}\n\nHow it is called: npm run ${name} -- --help`);
}

function exitOverride(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  command.commands.forEach(exitOverride);
}

exitOverride(program);
program.parseAsync().catch(async (error: unknown) => {
  // Help was requested and shown.
  if (error instanceof CommanderError && error.exitCode === 0) return;
  const { asClusterError } = await import("../kube/problem");
  reportAndExit(asClusterError(asUserError(error)));
});
