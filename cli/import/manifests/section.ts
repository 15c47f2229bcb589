import type { PlainObject } from "../../../core/merge";

/** What the objects of one concept mean. */
export interface Section {
  /** Entries by name. */
  entries: PlainObject;
  /** What a policy on a route is on, by the route's name in the input. */
  routes: Record<string, PlainObject>;
  /** Names that objects have here, by kind and name in the input. */
  renamed: Record<string, string>;
  /** Where the input has secrets, by the paths in the configuration under which they are set. */
  sources: Record<string, string>;
}
