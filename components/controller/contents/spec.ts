import { z } from "zod";
import { kindName } from "../../allowedKinds/spec";
import { parseObject } from "./object";

const object = z
  .string()
  .refine(
    (text) => kindName.safeParse(parseObject(text)?.kindName).success,
    "must be like `ClusterRole.rbac.authorization.k8s.io name`, or `ConfigMap namespace/name`: a kind with its group, and an object",
  );

/** What agentgateway's charts bring in one release with a stack's values. `npm run chart` writes it. */
export const chartContentsSpec = z.strictObject({
  /** Release of the charts. It must be `version`. */
  version: z.string().min(1),
  /** Digest of the values that the chart was rendered with, so that it is seen when they change. */
  values: z.string().regex(/^[0-9a-f]{16}$/, "must be a digest of 16 hexadecimal digits"),
  /** The objects, a line each. Argo CD may deploy these. */
  objects: z.array(object).min(1),
  /** What the release before brought and this one does not. Argo CD may remove it. Default: nothing. */
  former: z.array(object).optional(),
});

export type ChartContents = z.output<typeof chartContentsSpec>;
