import { compact, sortedEntries } from "../../kube/object";
import { rights, users } from "./access/build";
import { healthChecks } from "./health";
import { notificationSettings } from "./notifications/build";
import { limits } from "./scale/build";
import type { ArgoCdSpec } from "./spec";
import { signOn } from "./sso/build";
import type { TrustSpec } from "./trust/spec";

/** The data of a ConfigMap. */
export type Data = Record<string, string>;

/** What differs from the release, by ConfigMap, given what the release has there. */
export const settings: Record<string, (spec: ArgoCdSpec, shipped: Data) => Data> = {
  "argocd-cm": (spec) =>
    compact({
      ...healthChecks,
      ...users(spec),
      ...signOn(spec.sso),
      url: spec.url,
      "timeout.reconciliation": `${spec.reconciliationSeconds}s`,
      "timeout.reconciliation.jitter": `${spec.reconciliationJitterSeconds}s`,
      // Kinds that Argo CD may not list on a cluster are left alone, so that its rights can stay narrow.
      "resource.respectRBAC": "normal",
    } as Data),
  "argocd-cmd-params-cm": (spec) =>
    compact({
      // Without it an Application reports that something is wrong with it, but not what.
      "controller.resource.health.persist": "true",
      // A generator may read only the Secrets that are labelled as credentials for it, not every one of Argo CD's.
      ...(spec.applicationSets && { "applicationsetcontroller.enable.tokenref.strict.mode": "true" }),
      ...limits(spec),
      ...logging(spec),
    }),
  "argocd-notifications-cm": ({ notifications, url }) => notificationSettings(notifications, url),
  "argocd-rbac-cm": rights,
  "argocd-ssh-known-hosts-cm": (spec, { ssh_known_hosts: shipped }) => knownHosts(spec, shipped),
  "argocd-tls-certs-cm": certificateAuthorities,
};

const COMPONENTS = ["controller", "server", "reposerver", "dexserver"];
const NOTIFICATIONS = "notificationscontroller";

function logging({ logging: { level, format }, applicationSets, notifications }: ArgoCdSpec): Data {
  const all = [
    ...COMPONENTS,
    ...(applicationSets ? ["applicationsetcontroller"] : []),
    ...(notifications ? [NOTIFICATIONS] : []),
  ];
  return Object.fromEntries(
    all.flatMap((component) => [
      // With debug it logs whole requests, and the tokens in them.
      [`${component}.log.level`, component === NOTIFICATIONS && level === "debug" ? "info" : level],
      [`${component}.log.format`, format],
    ]),
  );
}

/** Host keys of SSH servers: those of the release, and ours. */
function knownHosts({ knownHosts: ours }: TrustSpec, shipped = ""): Data {
  if (ours.trim() === "") return {};
  return { ssh_known_hosts: `${shipped.trimEnd()}\n${ours.trim()}\n` };
}

/** CA certificates by host. */
function certificateAuthorities({ certificateAuthorities: ours }: TrustSpec): Data {
  return Object.fromEntries(sortedEntries(ours));
}
