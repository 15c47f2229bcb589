/** The commands of the sandbox: `npm start`, `npm stop`, `npm run sandbox -- <command>`. */
import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { report } from "../../core/report";
import { isCluster, CLUSTERS, currentLayout, type ClusterName } from "./state/layout";
import { Interrupted } from "./terminal/interrupt";
import { Progress } from "./terminal/progress";

const USAGE = `usage: npm run sandbox -- <command>

  start [stage] [prod] [--quiet] [--json]   everything, from the toolchain to Synced and Healthy (npm start)
  up [stage] [prod] [--quiet]               all that a \`pulumi up\` stands on: clusters, Git, processes, configured stacks
  stop                                      ends what start began; its data stays (npm stop)
  reset                                     stops and forgets everything
  status [--json]                           processes, ports, uptime
  halt <name>                               ends a process until it is resumed, to see what happens without it
  resume <name>                             starts it again; so does \`npm start\`. Names are those of status, and git
  logs [name]                               which logs there are, or the end of one
  env                                       export lines: eval "$(npm run --silent sandbox -- env)"
  push [--force]                            publishes HEAD of the checkout to the sandbox's branch dev
`;

const OPTIONS = {
  quiet: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  force: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return void process.stdout.write(USAGE);
  const layout = currentLayout();
  const progress = new Progress(values.quiet);
  // Loaded when they are called for: `stop` and `env` are quick because they load neither clients nor schemas.
  switch (command) {
    case "start":
      return (await import("./commands/start")).start(layout, clusters(rest), progress, values.json);
    case "up":
      return (await import("./commands/start")).up(layout, clusters(rest), progress);
    case "stop":
      return (await import("./commands/stop")).stop(layout, progress);
    case "reset":
      return (await import("./commands/stop")).reset(layout, progress);
    case "status":
      return (await import("./commands/status")).status(layout, values.json);
    case "halt":
    case "resume":
      return (await import("./commands/halt")).halt(layout, command, rest[0], progress);
    case "logs":
      return (await import("./commands/logs")).logs(layout, rest[0]);
    case "env":
      return (await import("./commands/env")).env(layout);
    case "push":
      return (await import("./commands/push")).push(layout, values.force, progress);
    default:
      throw new UserError(`there is no command "${command}"\n\n${USAGE}`);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function clusters(names: readonly string[]): ClusterName[] {
  return names.map((name) => {
    if (!isCluster(name))
      throw new UserError(`there is no environment "${name}" in the sandbox; there are ${CLUSTERS.join(", ")}`);
    return name;
  });
}

main(process.argv.slice(2)).then(
  // A connection that is kept open would keep the command from ending.
  () => process.exit(),
  (error: unknown) => {
    report(error);
    process.exit(error instanceof Interrupted ? 130 : 1);
  },
);
