import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** What a day's change is: another model of a provider, rendered, committed and pushed. Returns the commit. */
export async function useModel(checkout: Checkout, model: string): Promise<string> {
  changeModel(checkout, model);
  assertCode(await checkout.npm("render"), 0);
  const commit = checkout.commit(`Use ${model}`);
  await pushToDev(checkout);
  return commit;
}

/** Writes another model of OpenAI to platform.ts, and returns the one before. */
export function changeModel(checkout: Checkout, model: string): string {
  let before = "";
  checkout.edit("platform.ts", (text) =>
    text.replace(/(openai: \{ provider: "openai", model: )"([^"]*)"/, (_, entry: string, old: string) => {
      before = old;
      return `${entry}"${model}"`;
    }),
  );
  return before;
}

/** Pushes what is committed to the branch that Argo CD follows. */
export async function pushToDev(checkout: Checkout, ...options: string[]): Promise<void> {
  const push = ["git push --quiet", ...options, `"$SANDBOX_GIT_URL" HEAD:dev`].join(" ");
  assertCode(await checkout.shell("sh", ["-c", push]), 0);
}
