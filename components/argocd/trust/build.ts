import { sortedEntries } from "../../../kube/object";
import type { TrustSpec } from "./spec";

/** Host keys of SSH servers: those of the release, and ours. `argocd-ssh-known-hosts-cm`. */
export function knownHosts({ knownHosts: ours }: TrustSpec, shipped = ""): Record<string, string> {
  if (ours.trim() === "") return {};
  return { ssh_known_hosts: `${shipped.trimEnd()}\n${ours.trim()}\n` };
}

/** CA certificates by host: `argocd-tls-certs-cm`. */
export function certificateAuthorities({ certificateAuthorities: ours }: TrustSpec): Record<string, string> {
  return Object.fromEntries(sortedEntries(ours));
}
