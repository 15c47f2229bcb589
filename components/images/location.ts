import { rewriteRepository } from "./rewrite";
import type { ImageRules } from "./spec";

/** Where an image is, in the two fields that charts and AgentgatewayParameters have for it. */
export interface ImageLocation {
  /** Registry, such as `cr.agentgateway.dev`. It may end with a path. */
  registry: string;
  /** Path in the registry. */
  repository: string;
}

/** Where the rules lead an image to; nothing where they leave it. */
export function rewriteLocation({ registry, repository }: ImageLocation, rules: ImageRules): ImageLocation | undefined {
  const [host = "", ...path] = (rewriteRepository(`${registry}/${repository}`, rules) ?? "").split("/");
  return host === "" ? undefined : { registry: host, repository: path.join("/") };
}
