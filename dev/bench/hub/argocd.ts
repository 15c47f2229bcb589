import { readFileSync } from "node:fs";
import execa, { type ExecaChildProcess } from "execa";
import type { Checkout } from "../../support/checkout";
import { eventually } from "../../support/shell";
import { memoryOf } from "../measure";
import { must } from "../must";

/** The parts that work at rest, by their names in the sandbox. */
const PARTS = ["argocd/repo-server", "argocd/application-controller"] as const;
/** What the sandbox sets for whoever watches: a look at Git every ten seconds. */
const FOR_WATCHERS = /^--(app-resync|app-resync-jitter|revision-cache-expiration)=/;
/** Parts of a second in which Linux counts what processes used. */
const TICKS = 100;

/** How often Argo CD looks at each Application (seconds): `reconciliationSeconds` and `reconciliationJitterSeconds`. */
export interface Pace {
  every: number;
  jitter: number;
}

/** What Argo CD uses. */
export interface Use {
  /** Of CPU (seconds), since each part began, with what it had others do. */
  cpu: number;
  /** Of the application controller (MiB, resident). */
  controller: number;
  /** Of the repo-server (MiB, resident). */
  repoServer: number;
}

interface Program {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** A sandbox's Argo CD at the pace of a real installation: its controller and repo-server, started in place of the sandbox's. */
export class ArgoCd {
  readonly #running = new Map<string, ExecaChildProcess>();

  private constructor(
    private readonly programs: ReadonlyMap<string, Program>,
    private readonly metrics: string,
  ) {}

  /** Halts the parts that a sandbox runs, and remembers how it did. */
  static async of(checkout: Checkout): Promise<ArgoCd> {
    const programs = new Map<string, Program>();
    let metrics = "";
    for (const name of PARTS) {
      const { pid, ports } = await checkout.process(name);
      programs.set(name, programOf(pid as number));
      metrics = `http://127.0.0.1:${ports.metrics}/metrics`;
      must(await checkout.npm("sandbox", "halt", name));
    }
    return new ArgoCd(programs, metrics);
  }

  /** Starts both at a pace, or starts them again at another. */
  async start({ every, jitter }: Pace): Promise<void> {
    await this.stop();
    for (const [name, { command, args, env }] of this.programs) {
      const pace = name === PARTS[1] ? [`--app-resync=${every}`, `--app-resync-jitter=${jitter}`] : [];
      const child = execa(command, [...args.filter((arg) => !FOR_WATCHERS.test(arg)), ...pace], {
        env: {
          ...env,
          ARGOCD_RECONCILIATION_TIMEOUT: `${every}s`,
          ARGOCD_RECONCILIATION_JITTER: `${jitter}s`,
        },
        extendEnv: false,
        stdio: "ignore",
        reject: false,
      });
      this.#running.set(name, child);
    }
    await eventually("Argo CD's controller reports its figures", 120, () =>
      this.applications().then(
        () => true,
        () => false,
      ),
    );
  }

  async stop(): Promise<void> {
    for (const [name, child] of [...this.#running]) {
      this.#running.delete(name);
      child.kill("SIGKILL");
      await child;
    }
  }

  use(): Use {
    const pids = PARTS.map((name) => this.#running.get(name)?.pid as number);
    const [repoServer, controller] = pids.map((pid) => memoryOf(pid, "VmRSS")) as [number, number];
    return { cpu: pids.map(cpuSeconds).reduce((sum, each) => sum + each), controller, repoServer };
  }

  /** Of each Application, by name, whether it is Synced, and its health: as the controller counts them. */
  async applications(): Promise<Map<string, string>> {
    const text = await (await fetch(this.metrics, { signal: AbortSignal.timeout(30_000) })).text();
    const lines = text.split("\n").filter((line) => line.startsWith("argocd_app_info{"));
    return new Map(
      lines.map((line) => [label(line, "name"), `${label(line, "sync_status")} ${label(line, "health_status")}`]),
    );
  }
}

function label(line: string, name: string): string {
  return new RegExp(`[{,]${name}="([^"]*)"`).exec(line)?.[1] ?? "";
}

function programOf(pid: number): Program {
  const [command, ...args] = entries(`/proc/${pid}/cmdline`);
  const env = entries(`/proc/${pid}/environ`).map((entry) => {
    const at = entry.indexOf("=");
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return { command: command as string, args, env: Object.fromEntries(env) as NodeJS.ProcessEnv };
}

function entries(file: string): string[] {
  return readFileSync(file, "utf8").replace(/\0$/, "").split("\0");
}

/** Of a process, and of those that it has waited for. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // After the name, which may hold anything: user and system time are the 12th and 13th, its children's the next.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}
