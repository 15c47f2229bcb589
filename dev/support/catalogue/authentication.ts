import type { Entries } from "./values";

/** A way to authenticate, as generated: the default of its location is the header `Authorization`. */
interface Way {
  location?: { header?: { name: string }; cookie?: { name: string }; queryParameter?: { name: string } };
}

const KINDS = ["jwt", "apiKeys", "basicAuth"];

/**
 * Gives each place of credentials to one way to authenticate, so that there are none that exclude each other: the first that
 * reads it keeps it, and others get a header of their own.
 */
export class CredentialPlaces {
  readonly #taken = new Set<string>();

  constructor(mcpRoutes: Entries) {
    if (Object.values(mcpRoutes).some(({ oauth }) => oauth !== undefined)) this.#taken.add("header authorization");
  }

  /** A policy with places that are its own. */
  apart(policy: Record<string, unknown>): Record<string, unknown> {
    const changed = KINDS.filter((kind) => policy[kind] !== undefined).map((kind) => {
      const way = policy[kind] as Way;
      const place = placeOf(way);
      if (place === undefined || !this.#taken.has(place)) {
        if (place !== undefined) this.#taken.add(place);
        return [kind, way];
      }
      const name = `x-generated-${this.#taken.size}`;
      this.#taken.add(`header ${name}`);
      return [kind, { ...way, location: { header: { name } } }];
    });
    return { ...policy, ...(Object.fromEntries(changed) as object) };
  }
}

function placeOf({ location }: Way): string | undefined {
  if (location === undefined) return "header authorization";
  const { header, cookie, queryParameter } = location;
  if (header) return `header ${header.name.toLowerCase()}`;
  if (cookie) return `cookie ${cookie.name}`;
  return queryParameter && `query ${queryParameter.name}`;
}
