import { existsSync } from "node:fs";
import { join } from "node:path";
import { isMissing, stackSecrets } from "../../../config/checks";
import { environmentInCheckout } from "../../../config/checkout";
import { PROJECT } from "../../../config/stackfile";
import { platform } from "../../../platform";
import { kubeconfig } from "../cluster/kubeconfig";
import { adminAccess } from "../cluster/credentials";
import { generatedSecret, readJson, writeJson } from "../state/files";
import { HUB, type ClusterName, type Layout } from "../state/layout";
import type { Sandbox } from "../state/sandbox";
import { installPulumiPlugins, type Toolchain } from "../toolchain";
import { contentUrls, GIT_USER } from "../http/server";
import { mustPulumi } from "../../../cli/stack/run";
import { sandboxCli } from "./environment";
import { placeholderSecret } from "./placeholders";
import { createProject } from "./project";
import { readStackConfig, writePlainValues } from "./stackfile";
import { outdated, remembered, stackValues, type Written } from "./values";

/**
 * Makes a stack of the sandbox ready for `pulumi up`: plugins, project, stack, configuration. Writes only what is
 * missing or different, so that a second start calls no CLI at all.
 */
async function configureStack(
  layout: Layout,
  sandbox: Sandbox,
  toolchain: Toolchain,
  stack: ClusterName,
  signal: AbortSignal,
): Promise<void> {
  const cli = sandboxCli({ layout, toolchain, signal });
  createProject(layout);
  generatedSecret(layout.secret("pulumi-passphrase"));
  await installPulumiPlugins(toolchain, layout.pulumiHome);
  const stateFile = join(layout.pulumiState, ".pulumi", "stacks", PROJECT, `${stack}.json`);
  if (!existsSync(stateFile)) await mustPulumi(["stack", "init", stack, "--non-interactive"], cli);

  const config = (name: ClusterName) => kubeconfig([adminAccess(layout, sandbox, name)]);
  const urls = contentUrls(sandbox.ports.http!);
  const values = stackValues({
    stack,
    kubeconfig: config(stack),
    hubKubeconfig: config(HUB),
    repositoryUrl: urls.repository,
    repositoryUser: GIT_USER,
    repositoryPassword: generatedSecret(layout.secret("git-password")),
    webhookSecret: generatedSecret(layout.secret("webhook")),
    argocdManifests: toolchain.assets.argocdManifests,
    charts: urls.charts,
    gatewayApi: urls.gatewayApi,
    requiredSecrets: requiredSecrets(stack, layout.checkout),
  });
  const file = join(layout.project, `Pulumi.${stack}.yaml`);
  const memory = join(layout.project, `written.${stack}.json`);
  const stale = outdated(values, readStackConfig(file), readJson<Written>(memory) ?? {});
  if (stale.length === 0) return;
  writePlainValues(
    file,
    stale.filter(({ secret }) => !secret),
  );
  for (const { path, value } of stale.filter(({ secret }) => secret)) {
    const input = value ? String(value) : await placeholderSecret(layout, stack, path);
    // On standard input: the automation API would put the value into the command line (docs/adr/0016-automation-api.md).
    await mustPulumi(["config", "set", "--stack", stack, "--secret", "--path", `${PROJECT}:${path}`], {
      ...cli,
      input,
    });
  }
  writeJson(memory, remembered(values));
}

/** Makes stacks ready, one after the other: what they share is made by the first. */
export async function configureStacks(
  layout: Layout,
  sandbox: Sandbox,
  toolchain: Toolchain,
  stacks: readonly ClusterName[],
  signal: AbortSignal,
): Promise<void> {
  for (const stack of stacks) await configureStack(layout, sandbox, toolchain, stack, signal);
}

/** The secrets that a stack of a checkout needs for what it deploys, by their paths in the configuration. */
function requiredSecrets(stack: string, checkout: string): string[] {
  return stackSecrets(environmentInCheckout(platform, checkout, stack))
    .filter((secret) => secret.required || isMissing(secret))
    .map(({ path }) => path);
}
