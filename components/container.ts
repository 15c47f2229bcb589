import { z } from "zod";

/** Name of an environment variable. */
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable");

const quantity = z
  .string()
  .regex(/^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/, "must be a quantity, such as 250m of CPU or 128Mi of memory");

const amounts = z.strictObject({
  /** Processor time in cores, such as `250m` (a quarter of one) or `"2"`. */
  cpu: quantity.optional(),
  /** Memory in bytes, such as `128Mi`. */
  memory: quantity.optional(),
});

/** CPU and memory of a container. */
export const resources = z.strictObject({
  /** What is set aside for the container. */
  requests: amounts.optional(),
  /** What it may use at most. */
  limits: amounts.optional(),
});
