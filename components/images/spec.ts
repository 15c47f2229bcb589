import { z } from "zod";

const LABEL = "[a-z0-9]+(-+[a-z0-9]+)*";
const REGISTRY = `((localhost|${LABEL}(\\.${LABEL})+)(:[0-9]{1,5})?|${LABEL}:[0-9]{1,5})`;
const PATH = "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";

const prefix = z
  .string()
  .regex(new RegExp(`^${REGISTRY}${PATH}$`), "must be a registry, or a registry and a path, such as quay.io/argoproj");

/** What takes the place of registries in the references of images, by their prefixes. */
export const imageRules = z.record(prefix, prefix);

export type ImageRules = z.infer<typeof imageRules>;
