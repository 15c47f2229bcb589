import { z } from "zod";
import { isKubernetesNamespace } from "./object";

/** A name that every Kubernetes kind accepts, Services included (RFC 1035 label, at most 63 characters). */
export const objectName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "must be lower-case letters, digits and dashes, start with a letter, at most 63 characters",
  );

/** Name of a namespace that a stack creates, and so deletes in the end. */
export const ownNamespace = objectName.refine(
  (name) => !isKubernetesNamespace(name),
  "is a namespace of Kubernetes, which no stack can own: choose another",
);

/** A path of whole segments, such as `/v1/chat`. None of them is empty, or `.` or `..`, which the API refuses. */
export const urlPath = z
  .string()
  .regex(/^\/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-]$/, {
    abort: true,
    error: "must start with / and have no / at its end, such as /openai",
  })
  .refine(
    (path) => path.split("/").every((segment, index) => index === 0 || /[A-Za-z0-9]/.test(segment)),
    "must have a letter or digit after each /",
  );

/** A path prefix on the gateway, such as `/openai`. Objects are named after it. */
export const pathPrefix = urlPath.max(200);

/** A TCP port. */
export const port = z.int().min(1).max(65535);
