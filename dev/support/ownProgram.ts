import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { kubeconfig, type ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { keepNoLogs } from "../sandbox/pulumi/project";
import { ensureToolchain, installPulumiPlugins } from "../sandbox/toolchain";
import { run, type Outcome } from "./shell";

/** A Pulumi program of `dev/support/programs`, on the sources of this checkout, with a state of its own. */
export class OwnProgram {
  private constructor(
    private readonly directory: string,
    private readonly command: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * Creates the stack `dev` of a program.
   *
   * @param access the cluster, whose kubeconfig the program finds by KUBECONFIG
   */
  static async open(name: string, access: ClusterAccess): Promise<OwnProgram> {
    const toolchain = await ensureToolchain({
      only: ["pulumi", "pulumi-language-nodejs", "pulumi-resource-kubernetes", "pulumi-resource-random"],
    });
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
    const home = join(directory, "home");
    await installPulumiPlugins(toolchain, home);
    keepNoLogs(join(home, "logs"));
    symlinkSync(resolve(__dirname, "../.."), join(directory, "program"));
    mkdirSync(join(directory, "state"));
    const main = join("program", "dev", "support", "programs", `${name}.ts`);
    writeFileSync(join(directory, "Pulumi.yaml"), stringify({ name, runtime: "nodejs", main }));
    const file = join(directory, "kubeconfig");
    writeFileSync(file, kubeconfig([access]), { mode: 0o600 });
    const program = new OwnProgram(directory, toolchain.bin.pulumi, {
      PATH: [toolchain.binDir, dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: directory,
      KUBECONFIG: file,
      NO_COLOR: "1",
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "nobody's",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    });
    const { code, all } = await program.pulumi(["stack", "init", "dev"]);
    if (code !== 0) throw new Error(all);
    return program;
  }

  /** Runs the Pulumi CLI. */
  pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const options = { cwd: this.directory, env: { ...this.env, ...env }, minutes: 5 };
    return run(this.command, [...args, "--non-interactive"], options);
  }

  close(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
