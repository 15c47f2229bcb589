/** Name of the provider of the cluster that Argo CD runs in, where that is another. */
export const HUB = "hub";

/**
 * Name of the provider that takes over what exists, beside the one that creates. One whose name begins so is none of the
 * user's, to Pulumi: it shows no step of it and counts none, so that removing the last entry of `adopt` is no change.
 */
export function adoptingName(provider: string): string {
  return `default-adopting-${provider}`;
}

/** Whether a provider, by its name, is of the cluster that Argo CD runs in, where that is another. */
export function isOfHub(provider: string): boolean {
  return provider === HUB || provider === adoptingName(HUB);
}
