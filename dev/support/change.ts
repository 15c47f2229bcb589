import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** Providers of the shipped catalogue whose models the tests change. */
type Provider = "openai" | "anthropic";

/** What a day's change is: another model of a provider, rendered, committed and pushed. Returns the commit. */
export async function useModel(checkout: Checkout, model: string, provider?: Provider): Promise<string> {
  changeModel(checkout, model, provider);
  assertCode(await checkout.npm("render"), 0);
  const commit = checkout.commit(`Use ${model}`);
  await pushToDev(checkout);
  return commit;
}

/** Writes another model of a provider to platform.ts, and returns the one before. Default: of OpenAI. */
export function changeModel(checkout: Checkout, model: string, provider: Provider = "openai"): string {
  let before = "";
  const entry = new RegExp(`(${provider}: \\{ provider: "${provider}", model: )"([^"]*)"`);
  checkout.edit("platform.ts", (text) =>
    text.replace(entry, (_, start: string, old: string) => {
      before = old;
      return `${start}"${model}"`;
    }),
  );
  return before;
}

/** Pushes what is committed to the branch that Argo CD follows. */
export async function pushToDev(checkout: Checkout, ...options: string[]): Promise<void> {
  const push = ["git push --quiet", ...options, `"$SANDBOX_GIT_URL" HEAD:dev`].join(" ");
  assertCode(await checkout.shell("sh", ["-c", push]), 0);
}
