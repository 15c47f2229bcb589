import { z } from "zod";
import { versions } from "../versions";
import { chartValues } from "./values/spec";

/** The control plane that a stack installs. */
export const controlPlaneSpec = z.strictObject({
  /** Release of agentgateway: its charts and images. Default: the one that this version was tested with. Of 1.4, for now. */
  version: z
    .string()
    .regex(
      /^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/,
      `must be a release of agentgateway, such as ${versions.agentgateway}`,
    )
    .default(versions.agentgateway),
  /** Values of the controller's chart, in its own words. They are in Git, in plain text. */
  values: chartValues.default({}),
});

export type ControlPlaneSpec = z.output<typeof controlPlaneSpec>;
