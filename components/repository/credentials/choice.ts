import { sortedEntries } from "../../../kube/object";
import type { ArgoCdSpec } from "../../argocd/spec";
import { templateType } from "../build";
import type { RepositorySpec } from "../spec";
import type { Credentials } from "./spec";

/** Credentials, and where in the configuration they are. */
export interface Chosen {
  path: string;
  credentials: Credentials;
}

/**
 * The credentials for an address, as Argo CD chooses: the repository's own, or those of the template whose address is the longest
 * that fits.
 */
export function credentialsFor(
  type: "git" | "helm",
  url: string,
  repository: RepositorySpec,
  templates: ArgoCdSpec["credentials"],
): Chosen {
  const isOurs = url === repository.url;
  const { username, password, sshPrivateKey, githubApp } = repository;
  const own = { path: "repository", credentials: repository };
  if (isOurs && (username || password || sshPrivateKey || githubApp)) return own;
  const [longest] = sortedEntries(templates)
    .filter(([, template]) => templateType(template) === type && url.startsWith(template.url))
    .sort(([, a], [, b]) => b.url.length - a.url.length);
  if (longest !== undefined) return { path: `argocd.credentials.${longest[0]}`, credentials: longest[1] };
  return isOurs ? own : { path: "", credentials: {} };
}
