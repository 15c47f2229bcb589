/** Finds Go, and runs it so that the result depends on our recipes and not on the user's settings. */
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { lt } from "semver";
import { UserError } from "../../../core/errors";
import { programs } from "../../../core/programs";
import { GO_TOOLCHAIN } from "./catalogue";
import { parseVersion } from "./pathForm";
import { run, RunError, type RunOptions } from "./run";

/** A Go that can build the toolchain. */
export interface Go {
  run: (args: readonly string[], options: Omit<RunOptions, "env">) => Promise<string>;
}

/** What only debuggers read costs a sixth of the time, and the linker leaves it out anyway. */
export const WITHOUT_DWARF = "-gcflags=all=-dwarf=false";

/** The first Go that fetches another one by itself. */
const OLDEST = "1.21.0";
const REMEDY =
  "Install Go 1.21 or newer from https://go.dev/dl or your distribution; " +
  `it fetches the ${GO_TOOLCHAIN} that the builds need by itself.`;
const VERSION_LIMIT_SECONDS = 10;
const DOWNLOAD_LIMIT_SECONDS = 600;

/** Finds Go and has it fetch the version that we build with; throws UserError with what to do. */
export async function findGo(signal?: AbortSignal): Promise<Go> {
  const command = goCommand();
  if (!command) {
    throw new UserError(`Go is not on PATH, and some tools of the sandbox have to be built with it. ${REMEDY}`);
  }
  const local = await run(command, ["version"], {
    env: { ...process.env, GOTOOLCHAIN: "local" },
    limitSeconds: VERSION_LIMIT_SECONDS,
    signal,
  });
  const version = parseVersion(local.replace("go version go", ""));
  // A development build prints no release; it is newer than what we need.
  if (version && lt(version, OLDEST)) {
    throw new UserError(`${command} is ${local.replace("go version ", "")}, which is too old. ${REMEDY}`);
  }
  const env = goEnvironment(process.env);
  try {
    await run(command, ["version"], { env, limitSeconds: DOWNLOAD_LIMIT_SECONDS, signal });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new UserError(
      `Go can't fetch ${GO_TOOLCHAIN}, with which the tools are built: ${error.message}\n` +
        "It comes as a module from GOPROXY and is checked against GOSUMDB: see that both can be reached.",
    );
  }
  return { run: (args, options) => run(command, args, { ...options, env }) };
}

/**
 * The user's environment without what would change the binaries, or lead the go command to another module, and with what
 * makes builds faster.
 */
export function goEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    GOOS: undefined,
    GOARCH: undefined,
    GOROOT: undefined,
    GOEXPERIMENT: undefined,
    GODEBUG: undefined,
    GOTOOLCHAIN: GO_TOOLCHAIN,
    GOFLAGS: `-mod=readonly -trimpath -buildvcs=false ${WITHOUT_DWARF}`,
    GO111MODULE: "on",
    GOWORK: "off",
    CGO_ENABLED: "0",
    // The compiler is a garbage-collected program that lives for seconds: to collect seldom saves a tenth of them.
    GOGC: env.GOGC ?? "400",
    GOMEMLIMIT: env.GOMEMLIMIT ?? "2GiB",
  };
}

/** Go on PATH, or where its own installers put it. */
function goCommand(): string | undefined {
  const usual = ["/usr/local/go/bin", "/opt/homebrew/bin", join(homedir(), "go", "bin")];
  return programs("go", [process.env.PATH, ...usual].join(delimiter))[0];
}
