import { platform } from "../platform";
import { providerCredentials } from "../components/llm/build";
import { describeEnvironment } from "./rendered";

/** The secrets that a stack of this checkout needs for what it deploys, by their paths in the configuration. */
export function requiredSecrets(stack: string, directory = process.cwd()): { path: string }[] {
  const { llmProviders } = describeEnvironment(platform, directory, stack);
  return Object.entries(llmProviders).flatMap(([name, spec]) =>
    providerCredentials(spec)
      .filter(({ required }) => required)
      .map(({ field }) => ({ path: `llmProviders.${name}.${field}` })),
  );
}
