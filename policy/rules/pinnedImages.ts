import { z } from "zod";
import { textIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import { rule } from "../rule";
import { containersOf } from "./workloads";

/** Tags that, by custom, are never moved: versions, dates and commits. */
const FIXED = [/^v?\d+\.\d+/, /^\d{4}-?\d{2}-?\d{2}/, /^(sha-)?[0-9a-f]{7,40}$/];

export const pinnedImages = rule({
  name: "pinned-images",
  description: "An image is named by a digest or a version, so that what was tested is what runs.",
  scope: "object",
  options: {
    /** Demands digests: a version's tag can be moved, too. Default false. */
    digest: z.boolean().default(false),
  },
  check: (objects, { digest }) =>
    objects.flatMap(imagesOf).flatMap(({ object, field, image }) => {
      const problem = errorOf(image, digest);
      const remedy = digest ? "Name the image by its digest (@sha256:...)." : "Name a version, or better a digest.";
      return problem === undefined ? [] : [{ object, field, problem: `${problem}: ${image}`, remedy, subject: image }];
    }),
});

interface Image {
  object: KubernetesObject;
  field: string;
  image: string;
}

function imagesOf(object: KubernetesObject): Image[] {
  const run = containersOf(object).flatMap(({ path, container }) =>
    typeof container.image === "string" ? [{ object, field: `${path}.image`, image: container.image }] : [],
  );
  return [...run, ...proxyImage(object)];
}

/** The proxy's image, whose parts are the controller's own (a version) where nothing is said. */
function proxyImage(object: KubernetesObject): Image[] {
  if (object.kind !== "AgentgatewayParameters" || valueIn(object, "spec", "image", "digest") !== undefined) return [];
  const tag = textIn(object, "spec", "image", "tag");
  const repository = textIn(object, "spec", "image", "repository") ?? "agentgateway";
  return tag === undefined ? [] : [{ object, field: "spec.image.tag", image: `${repository}:${tag}` }];
}

function errorOf(image: string, digest: boolean): string | undefined {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return undefined;
  if (digest) return "is named without its digest";
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag === undefined) return "has no tag, which means the newest";
  return FIXED.some((form) => form.test(tag)) ? undefined : `has the tag ${tag}, which may mean another image tomorrow`;
}
