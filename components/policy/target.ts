import { z } from "zod";
import { isPlainObject } from "../../core/merge";
import { exactlyOne } from "../fields";
import { objectName, pathPrefix } from "../../kube/schemas";

const KINDS = ["listener", "route", "provider", "mcpPath", "agent"];

/** Routes are named after paths, so a digit may come first. */
const routeName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be the name of an HTTPRoute")
  .max(253);

/** What a policy is for, by the name that it has in the configuration. */
export const policyTarget = z.union(
  [
    /** Every request of the gateway. */
    z.literal("gateway"),
    z
      .strictObject({
        /** A listener of the gateway. */
        listener: objectName.optional(),
        /** An HTTPRoute of the environment. */
        route: routeName.optional(),
        /** An LLM provider: the route that leads to it. */
        provider: objectName.optional(),
        /** A path of MCP servers: the route that leads to them. */
        mcpPath: pathPrefix.optional(),
        /** An A2A agent: the route that leads to it. */
        agent: objectName.optional(),
      })
      .refine(...exactlyOne(...KINDS)),
  ],
  {
    // Mistakes within an object are reported by its fields.
    error: ({ input }) =>
      isPlainObject(input) ? undefined : `must be gateway, or name exactly one of ${KINDS.join(", ")}`,
  },
);

export type PolicyTarget = z.infer<typeof policyTarget>;
