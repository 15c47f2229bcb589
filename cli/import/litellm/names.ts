/** A name that objects of Kubernetes can have, from one that need not be: `gpt-4.1` is `gpt-4-1`, `openai/*` is `openai`. */
export function asName(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");
  return /^[a-z]/.test(plain) ? plain : `model-${plain}`.replace(/-$/, "");
}

/** Names that are not taken yet. */
export class Names {
  readonly #taken = new Set<string>();

  /** The name, or the first of `<name>-2`, `<name>-3`, … that is free. */
  free(name: string): string {
    let free = name;
    for (let next = 2; this.#taken.has(free); next++) free = `${name}-${next}`;
    this.#taken.add(free);
    return free;
  }
}
