import { digestOf } from "../../components/images/reference";
import type { Environment } from "../../config/schema";
import { table } from "../status/table";
import { imageUses, type DeployedWith } from "./uses";

/** An image that a stack deploys. Fields are only added to it. */
export interface ListedImage {
  /** The stack. */
  stack: string;
  /** The reference that nodes pull. */
  image: string;
  /** The reference before the stack's `images` rewrote it: what a mirror has to copy. The same where nothing did. */
  from: string;
  /** The digest in the reference. Nothing in one by a tag: which digest that has, its registry alone knows. */
  digest: string | null;
  /** Who runs it, such as `mcpServers: Deployment tools`. */
  usedBy: string[];
}

/** The images that an environment deploys, by their references. */
export function listImages(environment: Environment, deployed: DeployedWith): ListedImage[] {
  const published = imageUses({ ...environment, images: {} }, deployed);
  const byImage = new Map<string, ListedImage>();
  imageUses(environment, deployed).forEach(({ image, usedBy }, index) => {
    const from = published[index]!.image;
    const key = `${image} ${from}`;
    const known = byImage.get(key)?.usedBy ?? [];
    const users = known.includes(usedBy) ? known : [...known, usedBy];
    byImage.set(key, { stack: environment.name, image, from, digest: digestOf(image) ?? null, usedBy: users });
  });
  return [...byImage].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, listed]) => listed);
}

/** The list for people: an image a line. */
export function imageTable(images: readonly ListedImage[]): string {
  if (images.length === 0) return "No image is deployed.";
  const rows = images.map(({ stack, image, from, usedBy }) => [
    stack,
    image,
    from === image ? "-" : from,
    usedBy.join(", "),
  ]);
  const tagged = images.some(({ digest }) => digest === null);
  const note = "An image without @sha256 is named by its tag: which digest that has, its registry alone knows.";
  return [table(["STACK", "IMAGE", "COPIED FROM", "USED BY"], rows), ...(tagged ? ["", note] : [])].join("\n");
}
