/** The first of some names, and how many more there are. */
export function firstOf(names: readonly string[], count: number): string {
  const more = names.length - count;
  return names.slice(0, count).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
