/** Keys that only one owner may have: whoever claims a key second learns who has it. */
export class Claims<Owner> {
  readonly #owners = new Map<string, Owner>();

  /** Claims a key. Returns its owner where it has one already, and nothing where it was free. */
  claim(key: string, owner: Owner): Owner | undefined {
    const other = this.#owners.get(key);
    if (other === undefined) this.#owners.set(key, owner);
    return other;
  }
}
