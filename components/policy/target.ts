import { z } from "zod";
import { exactlyOne } from "../fields";
import { objectName, pathPrefix } from "../kubernetes";

const KINDS = ["listener", "route", "provider", "mcpPath", "agent"];

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
        route: objectName.optional(),
        /** An LLM provider: the route that leads to it. */
        provider: objectName.optional(),
        /** A path of MCP servers: the route that leads to them. */
        mcpPath: pathPrefix.optional(),
        /** An A2A agent: the route that leads to it. */
        agent: objectName.optional(),
      })
      .refine(...exactlyOne(...KINDS)),
  ],
  { error: `must be gateway, or name exactly one of ${KINDS.join(", ")}` },
);

export type PolicyTarget = z.infer<typeof policyTarget>;
