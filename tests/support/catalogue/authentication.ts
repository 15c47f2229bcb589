import type { Entries } from "./values";

/** A way to authenticate, as generated: the default of its location is the header `Authorization`. */
interface Way {
  location?: { header?: { name: string } };
}

const KINDS = ["jwt", "apiKeys", "basicAuth"];

/**
 * Gives each header to one kind of authentication, so that there are none that exclude each other: the first that reads it
 * keeps it, and others get a header of their own.
 */
export class HeaderOwners {
  readonly #kinds = new Map<string, string>();

  constructor(mcpRoutes: Entries) {
    if (Object.values(mcpRoutes).some(({ oauth }) => oauth !== undefined)) this.#kinds.set("authorization", "oauth");
  }

  /** A policy with headers that are its own. */
  apart(policy: Record<string, unknown>): Record<string, unknown> {
    const changed = KINDS.filter((kind) => policy[kind] !== undefined).map((kind) => {
      const way = policy[kind] as Way;
      const name = way.location === undefined ? "authorization" : way.location.header?.name.toLowerCase();
      if (name === undefined || this.#isFor(name, kind)) return [kind, way];
      return [kind, { ...way, location: { header: { name: `x-generated-${kind.toLowerCase()}` } } }];
    });
    return { ...policy, ...(Object.fromEntries(changed) as object) };
  }

  #isFor(header: string, kind: string): boolean {
    const owner = this.#kinds.get(header) ?? kind;
    this.#kinds.set(header, owner);
    return owner === kind;
  }
}
