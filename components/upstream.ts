import { z } from "zod";
import { objectName, port } from "./kubernetes";

/** A Service that is already there, in the namespace of the environment. */
export const serviceRef = z.strictObject({
  /** Name of the Service. */
  name: objectName,
  /** Port of the Service. The controller does not check that the Service has it. */
  port,
});

/**
 * A host outside of the environment. A name without a dot would be looked up in the namespace of the proxy and fail only
 * when a request comes; what runs in the environment is named as a Service.
 */
export const hostName = z
  .string()
  .max(256)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a full host name without scheme, port or path");
