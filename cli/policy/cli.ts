import { UserError } from "../../core/errors";
import { assertNoneBroken, loadCheckout, environmentNamed } from "../../config/checkout";
import { handWrittenTexts } from "../../gitops/files";
import { platform } from "../../platform";
import { evaluate } from "../../policy/evaluate";
import { hasSettings, readSettings, settingsFile } from "../../policy/settings";

/** `npm run policy`. */
export function policy(stacks: string[]): void {
  const directory = process.cwd();
  const checkout = loadCheckout(platform, directory);
  assertNoneBroken(checkout);
  const selected = stacks.length > 0 ? stacks.map((name) => environmentNamed(checkout, name)) : checkout.environments;
  const handWritten = handWrittenTexts(directory);
  const broken: string[] = [];
  for (const environment of selected) {
    const { name } = environment;
    const { errors, advice, evaluated, excepted } = evaluate(environment, handWritten, readSettings(directory, name));
    if (!hasSettings(directory, name))
      console.log(
        `${name} has no ${settingsFile(name)}, so every rule only advises. That file says which ones must hold.`,
      );
    if (advice.length > 0) console.log(new UserError(`Advice for ${name}:`, advice).message);
    if (errors.length > 0) broken.push(new UserError(`The policy of ${name} is not met:`, errors).message);
    else {
      const but = excepted > 0 ? `, with ${excepted} exceptions` : "";
      console.log(`${name}: ${evaluated.length} rules were evaluated. What must hold does${but}.`);
    }
  }
  if (broken.length > 0) throw new UserError(broken.join("\n"));
}
