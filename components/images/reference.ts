/** An image reference: where the image is, and which one of those there it is. */
export interface ImageReference {
  /** Registry and path, with the registry written out: `docker.io/library/redis`. */
  repository: string;
  /** Tag and digest as they are written, with their separators. Empty where there is neither. */
  version: string;
}

const DOCKER_HUB = "docker.io";

/** Takes an image reference apart, as a container runtime does: without a registry, it is an image of Docker Hub. */
export function parseImage(image: string): ImageReference {
  const [named = ""] = image.split("@");
  const colon = named.lastIndexOf(":");
  const name = colon > named.lastIndexOf("/") ? named.slice(0, colon) : named;
  return { repository: withRegistry(name), version: image.slice(name.length) };
}

/** The digest of an image reference; nothing where it has none. */
export function digestOf(image: string): string | undefined {
  return /@(\S+)$/.exec(image)?.[1];
}

function withRegistry(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `${DOCKER_HUB}/library/${name}`;
  if (!/[.:]/.test(first) && first !== "localhost") return `${DOCKER_HUB}/${name}`;
  const registry = first === `index.${DOCKER_HUB}` ? DOCKER_HUB : first;
  const path = rest.length === 1 && registry === DOCKER_HUB ? ["library", ...rest] : rest;
  return [registry, ...path].join("/");
}
