/** What can be there once, and who has it: of two that want the same, the second learns of the first. */
export class Claims<Owner> {
  readonly #owners = new Map<string, Owner>();

  /** Claims something; the answer is whoever has it already, and nothing where it was free. */
  claim(key: string, owner: Owner): Owner | undefined {
    const other = this.#owners.get(key);
    if (other === undefined) this.#owners.set(key, owner);
    return other;
  }
}
