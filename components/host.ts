import { z } from "zod";

const label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";

const named = (pattern: string, error: string) =>
  z
    .string()
    .max(253)
    .regex(new RegExp(`^${pattern}$`), error);

/**
 * A host outside of the environment. A name without a dot would be looked up in the namespace of the proxy and fail only
 * when a request comes; what runs in the environment is named as a Service.
 */
export const hostName = named(
  `${label}(\\.${label})+`,
  "must be a full host name without scheme, port or path, such as api.example.com",
);

/** A host outside, or a Service of the environment by its name alone. */
export const hostOrService = named(
  `${label}(\\.${label})*`,
  "must be a host name without scheme, port or path, such as api.example.com",
);

/** A host name that a listener serves. */
export const servedHostName = named(
  `(\\*\\.)?${label}(\\.${label})*`,
  "must be a host name, such as ai.example.com or *.example.com",
);
