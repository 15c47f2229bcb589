import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { sortedEntries } from "../../kube/object";
import { parseAddress } from "./address";
import { credentialErrors } from "./credentials/errors";
import { templateType } from "./build";
import { isKnownHost, knownHostsErrors, scanCommand } from "./knownHosts";

/** What is wrong with the repositories of a stack whose Argo CD reads them. */
export function repositoryErrors({
  argocd,
  repository,
}: Pick<Environment, "argocd" | "repository">): ValidationError[] {
  const own = credentialErrors("repository", repository.url, repository);
  if (argocd.mode !== "install") return own;
  const templates = sortedEntries(argocd.credentials).map(
    ([name, each]) => [`argocd.credentials.${name}`, each] as const,
  );
  return [
    ...own,
    ...templates.flatMap(([at, each]) => credentialErrors(at, each.url, each)),
    ...templates.flatMap(([at, { url, ...each }]) => typeErrors(at, url, templateType({ url, ...each }))),
    ...knownHostsErrors(argocd.knownHosts, "argocd.knownHosts"),
    ...unknownHosts([repository.url, ...templates.map(([, { url }]) => url)], argocd.knownHosts),
  ];
}

const protocolsOf = { git: ["http", "https", "ssh"], helm: ["http", "https", "oci"], oci: ["oci"] };

function typeErrors(at: string, url: string, type: keyof typeof protocolsOf): ValidationError[] {
  const protocol = parseAddress(url)?.protocol;
  if (protocol === undefined || protocolsOf[type].includes(protocol)) return [];
  return [
    {
      path: `${at}.type`,
      problem: `is ${type}, whose addresses are not over ${protocol}`,
      remedy: `They are over ${protocolsOf[type].join(" or ")}.`,
    },
  ];
}

/** Argo CD speaks to no SSH server whose key it does not know, and nothing here makes it. */
function unknownHosts(urls: readonly string[], known: string): ValidationError[] {
  const addresses = urls.map(parseAddress).filter((each) => each?.protocol === "ssh");
  const unknown = addresses.filter((each) => each !== undefined).filter((each) => !isKnownHost(each, known));
  const commands = new Set(unknown.map(scanCommand));
  return [...commands].map((command) => ({
    path: "argocd.knownHosts",
    problem: `has no host key of ${command.split(" ").at(-1)}, which a repository is on`,
    remedy: `Add what \`${command}\` prints, after comparing it with what the host's operator publishes.`,
  }));
}
