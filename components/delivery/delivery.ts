import type * as pulumi from "@pulumi/pulumi";
import type { DirectDelivery } from "./placement";

/** Who brings the objects of a stack to its cluster. */
export interface Delivery {
  /** What must be there before the catalogue's components, and go after them. */
  before: pulumi.Resource[];
  /** How Pulumi applies the objects, where it is Pulumi that does. */
  direct?: DirectDelivery;
  /**
   * Registers what comes last: an `up` returns when everything works.
   *
   * @param after everything else
   * @returns what the stack tells of its delivery
   */
  complete(after: readonly pulumi.Resource[]): Record<string, pulumi.Input<unknown>>;
}
