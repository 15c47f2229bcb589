import { isOneForArgoCd } from "../../components/repository/address";
import { repositories } from "../../components/repository/build";
import type { Facts } from "./facts";

/** Secrets of other names for a repository that the stack registers: Argo CD would read whichever it finds first. */
export function secondRepositories({ repositories: all, environment }: Facts): string[] {
  const { git } = repositories(environment.repository, environment.sources, environment.argocd.namespace);
  return all
    .filter(({ name, url: other }) => name !== git.metadata.name && isOneForArgoCd(other, environment.repository.url))
    .map(({ name }) => name);
}
