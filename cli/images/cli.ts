import { readRelease } from "../../components/argocd/release";
import { loadCheckout, type Checkout } from "../../config/checkout";
import type { Environment } from "../../config/schema";
import { together, UserError } from "../../core/errors";
import { didYouMean } from "../../core/suggest";
import { handWrittenTexts } from "../../gitops/files";
import { platform } from "../../platform";
import { imageTable, listImages } from "./list";

/** Options of `npm run images`. */
export interface ImagesOptions {
  /** Default: all stacks. */
  stack?: string;
  json?: boolean;
}

/** `npm run images`. */
export async function images({ stack, json }: ImagesOptions): Promise<void> {
  const directory = process.cwd();
  const handWritten = handWrittenTexts(directory);
  const chosen = stacksOf(loadCheckout(platform, directory), stack);
  const listed = await Promise.all(
    chosen.map(async (environment) => {
      const installs = environment.delivery !== "direct" && environment.argocd.mode === "install";
      const release = installs ? await readRelease(environment.argocd) : undefined;
      return listImages(environment, { argocd: release?.install, handWritten });
    }),
  );
  const all = listed.flat();
  console.log(json ? JSON.stringify(all, null, 2) : imageTable(all));
}

/**
 * The stacks of a checkout whose images are listed, by their names.
 *
 * @throws UserError where the one that is asked for is not there, and where a list would lack one that has errors
 */
export function stacksOf({ environments, direct, hubs, broken }: Checkout, name?: string): Environment[] {
  const sound = [...environments, ...direct, ...hubs].sort((one, other) => (one.name < other.name ? -1 : 1));
  const failed = broken.filter(({ stack }) => name === undefined || stack === name);
  if (failed.length > 0) throw together(failed.map(({ error }) => error));
  if (name === undefined) return sound;
  const match = sound.find((environment) => environment.name === name);
  if (match !== undefined) return [match];
  const names = sound.map((environment) => environment.name);
  const others = `There are: ${names.join(", ") || "none"}.`;
  throw new UserError(`There is no Pulumi.${name}.yaml in the checkout. ${didYouMean(name, names, others)}`);
}
