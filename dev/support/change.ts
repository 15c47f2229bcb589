import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** What a day's change is: another model of a provider, rendered, committed and pushed. Returns the commit. */
export async function useModel(checkout: Checkout, model: string): Promise<string> {
  const entry = /(openai: \{ provider: "openai", model: )"[^"]*"/;
  checkout.edit("platform.ts", (text) => text.replace(entry, `$1"${model}"`));
  assertCode(await checkout.npm("render"), 0);
  const commit = checkout.commit(`Use ${model}`);
  await pushToDev(checkout);
  return commit;
}

/** Pushes what is committed to the branch that Argo CD follows. */
export async function pushToDev(checkout: Checkout, ...options: string[]): Promise<void> {
  const push = ["git push --quiet", ...options, `"$SANDBOX_GIT_URL" HEAD:dev`].join(" ");
  assertCode(await checkout.shell("sh", ["-c", push]), 0);
}
