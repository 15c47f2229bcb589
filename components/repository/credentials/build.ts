import { compact } from "../../../kube/object";
import type { SecretEntry } from "../../credentials";
import { parseAddress } from "../address";
import { normalized, privateKeyError } from "./privateKey";
import type { Credentials } from "./spec";

/** The part of credentials that may be in Git. */
export function openData({ username, githubApp }: Credentials): Record<string, string | undefined> {
  return {
    username,
    ...(githubApp &&
      compact({
        githubAppID: String(githubApp.id),
        githubAppInstallationID: githubApp.installationId?.toString(),
        githubAppEnterpriseBaseUrl: githubApp.enterpriseUrl,
      })),
  };
}

/**
 * What of credentials must not, as entries of Argo CD's Secret.
 *
 * @param at path of the credentials in the configuration
 * @param url what they are for
 * @param needed something has to be there, also where the address would do without
 */
export function secretEntries(at: string, url: string, credentials: Credentials, needed = false): SecretEntry[] {
  const { username, password, sshPrivateKey, githubApp } = credentials;
  const key = (path: string, name: string, value: SecretEntry["value"]): SecretEntry[] => [
    { path, key: name, value, required: true, encode: normalized, check: privateKeyError },
  ];
  if (githubApp) return key(`${at}.githubApp.privateKey`, "githubAppPrivateKey", githubApp.privateKey);
  if (parseAddress(url)?.protocol === "ssh") return key(`${at}.sshPrivateKey`, "sshPrivateKey", sshPrivateKey);
  if (!needed && username === undefined && password === undefined) return [];
  return [{ path: `${at}.password`, key: "password", value: password, required: true }];
}
