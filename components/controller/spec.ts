import { z } from "zod";
import { versions } from "../versions";
import { chartContentsSpec } from "./contents/spec";
import { anything } from "./values/container";
import { chartValues } from "./values/spec";

/** The control plane that a stack installs. */
export const controlPlaneSpec = z.strictObject({
  /**
   * Release of agentgateway: its charts and images. Argo CD's rights are made for the charts of 1.4; with another release they
   * follow `contents`. With `cluster.controlPlane: existing`, the release that is on the cluster: manifests, patches and policies
   * are compared with its schemas. Default: the one that this version was tested with.
   */
  version: z
    .string()
    .regex(
      /^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$/,
      `must be a release of agentgateway, such as ${versions.agentgateway}`,
    )
    .default(versions.agentgateway),
  /** Values of the controller's chart, in its own words. They are in Git, in plain text. */
  values: chartValues.default({}),
  /**
   * Values that the chart of another release has and the charts of 1.4 do not have, in its own words. Nothing checks their
   * names; `npm run chart` renders the chart with them. They need `contents`. Default: none.
   */
  otherValues: anything.default({}),
  /**
   * What the charts bring, as `npm run chart -- <stack>` finds it by rendering them. Argo CD may deploy these objects.
   * Default: what the charts of 1.4 bring with `values`.
   */
  contents: chartContentsSpec.optional(),
});

export type ControlPlaneSpec = z.output<typeof controlPlaneSpec>;
