import { parseImage } from "./reference";
import type { ImageRules } from "./spec";

/**
 * An image where a stack's rules say it is: of the rules that match, the one with the longest prefix replaces that prefix. A
 * prefix ends where a part of the path does, so `quay.io/argo` does not match `quay.io/argoproj/argocd`. Tag and digest stay.
 *
 * @param image the reference as it is published, such as `quay.io/argoproj/argocd:v3.6.1`
 * @param rules prefixes, and what takes their place
 * @returns the reference itself, where no rule matches it
 */
export function rewriteImage(image: string, rules: ImageRules): string {
  const { repository, version } = parseImage(image);
  const rewritten = rewriteRepository(repository, rules);
  return rewritten === undefined ? image : `${rewritten}${version}`;
}

/** The same for a registry and path alone; nothing where no rule matches. */
export function rewriteRepository(repository: string, rules: ImageRules): string | undefined {
  const [prefix] = Object.keys(rules)
    .filter((each) => repository === each || repository.startsWith(`${each}/`))
    .sort((one, other) => other.length - one.length);
  return prefix === undefined ? undefined : `${rules[prefix]}${repository.slice(prefix.length)}`;
}
