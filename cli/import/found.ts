import type { PlainObject } from "../../core/merge";

/** Something of an input that gets no entry, or not all of it. */
export interface Left {
  /** What it is: an object with its field, or a path of LiteLLM's configuration. Never a value. */
  what: string;
  /** Why it is no part of the entries. */
  reason: string;
  /** How to say it all the same. */
  wayOn: string;
}

/** What an input means. */
export interface Found {
  /** Entries of `platform.ts`, as a layer of the configuration. */
  entries: PlainObject;
  left: readonly Left[];
  /**
   * Where the input has its secrets, by their paths in the configuration or those of the entries that they are of: the name of
   * a variable or Secret, never a value.
   */
  sources: Readonly<Record<string, string>>;
}
