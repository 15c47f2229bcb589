import { namespaceOfApplications } from "../../components/argocd/namespace";
import { UserError } from "../../core/errors";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import type { ObjectRef } from "../../kube/ref";
import type { LiveApplication } from "./application";
import type { Taken } from "./facts";

/** The kind of what Argo CD deploys by. */
export const APPLICATION = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };

/** Seconds until Argo CD must have ended a sync, or compared. */
const LIMIT_SECONDS = 120;
/** Pause between two looks at the cluster. */
export const INTERVAL_MS = 500;

/** Where an Application of a name is. */
export function applicationRef({ argocd }: Pick<Taken, "argocd">, name: string): ObjectRef {
  return { ...APPLICATION, namespace: namespaceOfApplications(argocd), name };
}

/** An Application of the cluster. */
export async function readApplication(hub: Cluster, ref: ObjectRef): Promise<LiveApplication> {
  const application = await hub.read(ref);
  if (application === undefined) throw new UserError(`Application ${ref.name} is gone, which this did not do.`);
  return application as LiveApplication;
}

/**
 * Waits until Argo CD has done something.
 *
 * @param why adds what is known where it has not in time
 */
export async function succeeds(
  what: string,
  done: () => Promise<boolean>,
  why: () => string = () => "",
): Promise<void> {
  if (await until(done, LIMIT_SECONDS * 1000, INTERVAL_MS)) return;
  throw new UserError(`Waited ${LIMIT_SECONDS} s in vain until ${what}. ${why()}`.trim());
}
