import { together, UserError } from "../../core/errors";
import { loadCheckout, environmentNamed } from "../../config/checkout";
import { handWrittenTexts } from "../../gitops/files";
import { platform } from "../../platform";
import { evaluate } from "../../policy/evaluate";
import { packConfig, readSettings, settingsFile, settingsFileFor } from "../../policy/settings";

/** `npm run policy`. A stack with errors stops no other, and is named in the end. */
export function policy(stacks: string[], { settings }: { settings?: string }): void {
  const directory = process.cwd();
  const checkout = loadCheckout(platform, directory);
  const lineageOf = (name: string) => [name, ...(checkout.bases.get(name) ?? [])];
  if (settings !== undefined) {
    // Where its file can't be read, this says why.
    if (!checkout.bases.has(settings)) environmentNamed(checkout, settings);
    return console.log(JSON.stringify(packConfig(readSettings(directory, lineageOf(settings))), undefined, 2));
  }
  const selected = stacks.length > 0 ? stacks.map((name) => environmentNamed(checkout, name)) : checkout.environments;
  const handWritten = handWrittenTexts(directory);
  const problems: UserError[] = [];
  for (const environment of selected) {
    const { name } = environment;
    const file = settingsFileFor(directory, lineageOf(name));
    const { errors, advice, evaluated, excepted } = evaluate(
      environment,
      handWritten,
      readSettings(directory, lineageOf(name)),
    );
    if (file === undefined)
      console.log(
        `${name} has no ${settingsFile(name)}, so every rule only advises. That file says which ones must hold.`,
      );
    else if (file !== settingsFile(name)) console.log(`${name} is held to ${file}.`);
    if (advice.length > 0) console.log(new UserError(`Advice for ${name}:`, advice).message);
    if (errors.length > 0) problems.push(new UserError(`The policy of ${name} is not met:`, errors));
    else {
      const but = excepted > 0 ? `, with ${excepted} exceptions` : "";
      console.log(`${name}: ${evaluated.length} rules were evaluated. What must hold does${but}.`);
    }
  }
  if (stacks.length === 0) problems.push(...checkout.broken.map(({ error }) => error));
  if (problems.length > 0) throw together(problems);
}
