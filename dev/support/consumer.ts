import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { kubeconfig, type ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { ensureToolchain, installPulumiPlugins } from "../sandbox/toolchain";
import { run, type Outcome } from "./shell";

const ROOT = resolve(__dirname, "../..");
const PACKAGE = "agentgateway-infra";
const BUILD_SECONDS = 600;

/** The files of the package, as `npm pack` makes it, below a directory. */
export function packed(directory: string): string {
  const env = { ...process.env, npm_config_loglevel: "error" };
  const options = { cwd: ROOT, env, encoding: "utf8", timeout: BUILD_SECONDS * 1000 } as const;
  const { status, stdout, stderr } = spawnSync("npm", ["pack", "--json", "--pack-destination", directory], options);
  if (status !== 0) throw new Error(`npm pack: ${stderr}${stdout}`);
  const tarball = join(directory, `${PACKAGE}-${version()}.tgz`);
  const unpacked = spawnSync("tar", ["-xzf", tarball, "-C", directory]);
  if (unpacked.status !== 0) throw new Error(`tar: ${unpacked.stderr.toString()}`);
  return join(directory, "package");
}

/** Somebody who uses the package: a directory outside of the checkout, with the package and what it depends on, and no more. */
export class Consumer {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "consumer-")));
  readonly #env: NodeJS.ProcessEnv = {};
  #pulumi = "";

  /** @param access the cluster that the programs use */
  static async open(access: ClusterAccess): Promise<Consumer> {
    const consumer = new Consumer();
    await consumer.#prepare(access);
    return consumer;
  }

  async #prepare(access: ClusterAccess): Promise<void> {
    const toolchain = await ensureToolchain({
      only: [
        ...(["pulumi", "pulumi-language-nodejs", "pulumi-language-yaml"] as const),
        ...(["pulumi-resource-kubernetes", "pulumi-resource-random"] as const),
      ],
    });
    const home = join(this.root, "home");
    await installPulumiPlugins(toolchain, home);
    this.#pulumi = toolchain.bin.pulumi;
    const modules = join(this.root, "node_modules");
    mkdirSync(modules);
    cpSync(packed(this.root), join(modules, PACKAGE), { recursive: true });
    for (const name of [...Object.keys(manifest().dependencies), "@types/node"]) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    }
    mkdirSync(join(this.root, "state"));
    mkdirSync(join(this.root, "tmp"));
    const config = join(this.root, "kubeconfig");
    writeFileSync(config, kubeconfig([access]), { mode: 0o600 });
    Object.assign(this.#env, {
      // Only the tools, and the Node.js that Pulumi's SDK wants: nothing of the checkout is found by its name.
      PATH: [toolchain.binDir, dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: this.root,
      TMPDIR: join(this.root, "tmp"),
      KUBECONFIG: config,
      NO_COLOR: "1",
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${join(this.root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "nobody's",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
  }

  /** Where the package is installed. */
  get package(): string {
    return join(this.root, "node_modules", PACKAGE);
  }

  /** Copies an example, to change and run it. */
  take(example: string): Program {
    const directory = join(this.root, example);
    cpSync(join(ROOT, "examples", example), directory, { recursive: true });
    return new Program(directory, (args, input) =>
      run(this.#pulumi, args, { cwd: directory, env: this.#env, input, minutes: 5 }),
    );
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A Pulumi program of a consumer. */
export class Program {
  constructor(
    readonly directory: string,
    /** Runs the Pulumi CLI on it. */
    readonly pulumi: (args: readonly string[], input?: string) => Promise<Outcome>,
  ) {}

  /** Changes one of its files. */
  edit(file: string, change: (text: string) => string): void {
    const path = join(this.directory, file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  }
}

function manifest(): { version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as ReturnType<typeof manifest>;
}

function version(): string {
  return manifest().version;
}
