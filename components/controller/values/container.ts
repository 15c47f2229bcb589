import { z } from "zod";

/** Anything that YAML can say and that the chart passes on as it is. */
export const anything = z.record(z.string(), z.json());
export const texts = z.record(z.string(), z.string());

/** A value of the chart that would break what others rely on. */
export const refused = (why: string) => z.never({ error: why }).optional();

/** An image, as the chart takes it. */
export const imageValues = {
  /** Registry, such as `registry.example.com`. Default: that of `image.registry`. */
  registry: z.string().min(1).optional(),
  /** Repository in the registry. Default: the published one. */
  repository: z.string().min(1).optional(),
  /** Tag. Default: the chart's version. */
  tag: z.string().min(1).optional(),
};

/** When a node pulls an image. */
export const pullPolicy = z.enum(["Always", "IfNotPresent", "Never"]).optional();
