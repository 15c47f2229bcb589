import { z } from "zod";

/** A kind and its group, such as `ExternalSecret.external-secrets.io`. */
export const kindName = z
  .string()
  .regex(
    /^[A-Z][A-Za-z0-9]*(\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$/,
    "must be like ExternalSecret.external-secrets.io: a kind and its group",
  );

const nameOfObject = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "is no name of an object");

/** A kind that an environment may have. */
const allowedKind = z.strictObject({
  /**
   * What the API calls its objects, as `kubectl api-resources` shows it under NAME. Default: the kind's plural in lower case, such as
   * `externalsecrets`.
   */
  resource: z
    .string()
    .regex(/^[a-z][a-z0-9]*$/, "must be like externalsecrets: lower case, without the group")
    .optional(),
  /** For a kind without a namespace: the names of the objects that may be deployed, and no others. Default: it has a namespace. */
  clusterWide: z.array(nameOfObject).min(1).optional(),
});

/** Kinds that manifests under `k8s/base` may have, by kind and group. */
export const allowedKindsSpec = z.record(kindName, allowedKind);

export type AllowedKindsSpec = z.output<typeof allowedKindsSpec>;
