import { together, UserError } from "../../core/errors";
import type { ManifestText } from "../../checks/manifest";
import { loadCheckout, environmentNamed } from "../../config/checkout";
import type { Environment } from "../../config/schema";
import { handWrittenTexts } from "../../gitops/files";
import { platform } from "../../platform";
import { evaluate } from "../../policy/evaluate";
import { packConfig, readSettings, settingsFile, settingsFileFor } from "../../policy/settings";

/** `npm run policy`. A stack with errors, in its file or its settings, stops no other, and is named in the end. */
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
    try {
      report(environment, handWritten, directory, lineageOf(environment.name));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error);
    }
  }
  if (stacks.length === 0) problems.push(...checkout.broken.map(({ error }) => error));
  if (problems.length > 0) throw together(problems);
}

/** Says how an environment meets the policy. What must hold and does not is an error. */
function report(
  environment: Environment,
  handWritten: readonly ManifestText[],
  directory: string,
  lineage: readonly string[],
): void {
  const { name } = environment;
  const settings = readSettings(directory, lineage);
  const { errors, advice, evaluated, excepted } = evaluate(environment, handWritten, settings);
  const [own, file] = [settingsFile(name), settingsFileFor(directory, lineage)];
  if (file === undefined)
    console.log(`${name} has no ${own}, so every rule only advises. That file says which ones must hold.`);
  else if (file !== own) console.log(`${name} is held to ${file}.`);
  if (advice.length > 0) console.log(new UserError(`Advice for ${name}:`, advice).message);
  if (errors.length > 0) throw new UserError(`The policy of ${name} is not met:`, errors);
  const but = excepted > 0 ? `, with ${excepted} exceptions` : "";
  console.log(`${name}: ${evaluated.length} rules were evaluated. What must hold does${but}.`);
}
