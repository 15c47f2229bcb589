import { z } from "zod";

/** Name of an environment variable. */
export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable")
  // A Secret has no longer keys.
  .max(253);

/** Kubernetes counts to 2^63: for a larger unit, a number has fewer digits. */
const quantity = z
  .string()
  .regex(
    /^(\d{1,18}(\.\d+)?m?|\d{1,15}(\.\d+)?Ki|\d{1,15}(\.\d+)?k|\d{1,12}(\.\d+)?Mi?|\d{1,9}(\.\d+)?Gi?|\d{1,6}(\.\d+)?Ti?)$/,
    "must be a quantity, such as 250m of CPU or 128Mi of memory",
  );

const amounts = z.strictObject({
  /** Processor time in cores, such as `250m` (a quarter of one) or `"2"`. */
  cpu: quantity.optional(),
  /** Memory in bytes, such as `128Mi`. */
  memory: quantity.optional(),
});

/** CPU and memory of a container. */
export const resources = z
  .strictObject({
    /** What is set aside for the container. */
    requests: amounts.optional(),
    /** What it may use at most. */
    limits: amounts.optional(),
  })
  .superRefine(({ requests, limits }, context) => {
    for (const what of ["cpu", "memory"] as const) {
      const [request, limit] = [requests?.[what], limits?.[what]];
      if (request === undefined || limit === undefined || amount(request) <= amount(limit)) continue;
      context.addIssue({ code: "custom", path: ["requests", what], message: `is more than limits.${what}` });
    }
  });

/** The number that a quantity means. */
function amount(quantity: string): number {
  const [, count, unit = ""] = /^([\d.]+)(.*)$/.exec(quantity) ?? [];
  return Number(count) * (UNITS[unit] as number);
}

const UNITS: Record<string, number> = {
  "": 1,
  m: 1e-3,
  ...Object.fromEntries(["k", "M", "G", "T"].map((unit, index) => [unit, 1000 ** (index + 1)])),
  ...Object.fromEntries(["Ki", "Mi", "Gi", "Ti"].map((unit, index) => [unit, 1024 ** (index + 1)])),
};
