import { UserError } from "../../../core/errors";
import { credentialLine, gitSettings, shellQuote } from "../git/credentials";
import { contentUrls, GIT_USER } from "../http/server";
import type { Programs } from "../plan";
import { pulumiVariables, sandboxPath } from "../pulumi/environment";
import { generatedSecret, readJson, writeIfChanged } from "../state/files";
import type { Layout } from "../state/layout";
import { existingSandbox } from "../state/sandbox";
import { daemonStatus } from "../supervise/background";

/** `env`: lines that make a shell work on the sandbox. */
export async function env(layout: Layout): Promise<void> {
  const sandbox = existingSandbox(layout);
  const programs = readJson<Programs>(layout.toolchain);
  if (programs === undefined || (await daemonStatus(layout)) === undefined) {
    throw new UserError("the sandbox is not running; `npm start` starts it");
  }
  const urls = contentUrls(sandbox.ports.http!);
  const credentials = layout.secret("git-credentials");
  writeIfChanged(credentials, credentialLine(urls.origin, GIT_USER, generatedSecret(layout.secret("git-password"))));
  generatedSecret(layout.secret("pulumi-passphrase"));
  const lines = exportLines({
    PATH: sandboxPath(layout, programs.binDir, process.env.PATH ?? ""),
    KUBECONFIG: layout.kubeconfig,
    ...pulumiVariables(layout),
    SANDBOX_GIT_URL: urls.push,
    ...gitSettings(urls.origin, credentials, process.env),
  });
  // A passphrase in the environment would win over the file.
  const unset =
    process.env.PULUMI_CONFIG_PASSPHRASE === undefined
      ? ""
      : "export PULUMI_CONFIG_PASSPHRASE; unset PULUMI_CONFIG_PASSPHRASE\n";
  process.stdout.write(lines + unset);
}

/** Lines that a POSIX shell can evaluate. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${shellQuote(value)}\n`)
    .join("");
}
