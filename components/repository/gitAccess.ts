import { join } from "node:path";
import { gitConfig, remoteSettings } from "../../core/git";
import type { TrustSpec } from "../argocd/trust/spec";
import type { ArgoCdSpec } from "../argocd/spec";
import { parseAddress } from "./address";
import { credentialsFor } from "./credentials/choice";
import { normalized } from "./credentials/privateKey";
import type { RepositorySpec } from "./spec";

/** How git on this machine gets into a repository with the credentials of a stack. */
export interface GitAccess {
  /** Variables for git. They hold what is secret: no argument does. */
  env: NodeJS.ProcessEnv;
  /** Files that the variables name, by their paths: for their owner's eyes alone. */
  files: Record<string, string>;
  /** `false`: the stack has no credentials for it, so git goes by the user's own. */
  ours: boolean;
}

/** Argo CD's user name where none is set. Hosts that take a token for the password take any. */
const ANY_USER = "x-access-token";

/** Gives git the password: asked to forget it or to store it, it does neither. */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$AGENTGATEWAY_GIT_USER" "$AGENTGATEWAY_GIT_PASSWORD"; }; f';

/**
 * Access to the repository as Argo CD gets it, where its credentials are a password or an SSH key; with a GitHub App or
 * without credentials, access as the user has it.
 *
 * @param directory where its files are going to be
 */
export function gitAccess(
  repository: RepositorySpec,
  argocd: Pick<ArgoCdSpec, "credentials" | "knownHosts" | "certificateAuthorities">,
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): GitAccess {
  const { url } = repository;
  const users = remoteSettings(env);
  const trusted = trust(url, argocd, directory);
  const {
    password,
    sshPrivateKey,
    username = ANY_USER,
  } = credentialsFor("git", url, repository, argocd.credentials).credentials;
  if (parseAddress(url)?.protocol === "ssh") {
    if (sshPrivateKey === undefined) return { env: users, files: {}, ours: false };
    const [key, hosts] = [join(directory, "key"), join(directory, "known_hosts")];
    return {
      env: { ...users, GIT_SSH_VARIANT: "ssh", GIT_SSH_COMMAND: sshCommand(key, hosts) },
      files: { [key]: normalized(sshPrivateKey.reveal()), [hosts]: argocd.knownHosts },
      ours: true,
    };
  }
  if (password === undefined) return { env: gitConfig(trusted.settings, users), files: trusted.files, ours: false };
  const settings: [string, string][] = [
    ...trusted.settings,
    // Empty, it forgets those before it: helpers of the user's would be told to store the password, or to forget theirs.
    ["credential.helper", ""],
    ["credential.helper", HELPER],
    [`http.${url}.extraHeader`, ""],
  ];
  return {
    env: {
      ...gitConfig(settings, users),
      GIT_ASKPASS: "",
      AGENTGATEWAY_GIT_USER: username,
      AGENTGATEWAY_GIT_PASSWORD: password.reveal(),
    },
    files: trusted.files,
    ours: true,
  };
}

/** The certificate authorities that vouch for a host, where they are not those of the system. */
function trust(
  url: string,
  { certificateAuthorities }: Pick<TrustSpec, "certificateAuthorities">,
  directory: string,
): { settings: [string, string][]; files: Record<string, string> } {
  const authority = certificateAuthorities[parseAddress(url)?.host ?? ""];
  if (authority === undefined) return { settings: [], files: {} };
  const file = join(directory, "authorities.pem");
  return { settings: [[`http.${url}.sslCAInfo`, file]], files: { [file]: authority } };
}

/** Speaks to hosts alone whose key Argo CD or the user knows, by this key alone, and asks nobody anything. */
function sshCommand(key: string, knownHosts: string): string {
  const hosts = `"${knownHosts}" ~/.ssh/known_hosts`;
  const options = [
    ...["BatchMode=yes", "StrictHostKeyChecking=yes", `UserKnownHostsFile=${hosts}`],
    ...["IdentitiesOnly=yes", "IdentityAgent=none", "ControlMaster=no", "ControlPath=none"],
  ];
  return ["ssh", "-i", key, ...options.flatMap((option) => ["-o", option])].map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
