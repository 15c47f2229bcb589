import * as pulumi from "@pulumi/pulumi";
import type { Applications } from "../components/application/client";
import type { Delivered } from "../components/application/delivered";
import { activeFreezes } from "../components/application/freeze/active";
import {
  heldBack,
  judgeFreeze,
  openSyncs,
  type ActiveFreezes,
  type Looked,
} from "../components/application/freeze/held";
import { liveFreeze } from "../components/application/freeze/live";
import { applicationNames } from "../components/application/root";
import type { Environment } from "../config/schema";
import type { UserError } from "../core/errors";
import type { Cluster } from "../kube/cluster";
import type { KubernetesObject } from "../kube/object";

/** The Argo CD of an environment, and what it is to deploy. */
interface Deployed {
  cluster: Cluster;
  applications: Applications;
  /** The root Application as it is to be. */
  root: KubernetesObject;
  /** Judges the commits that the Applications are synced at. Default: any is well. */
  judge?: Delivered["judge"] | undefined;
}

/**
 * Reports a freeze that is in force.
 *
 * @throws UserError of an `up` where Argo CD has something to sync, so that it would wait for what can't come
 */
export async function announceFreeze(environment: Environment, deployed: Deployed): Promise<void> {
  const active = activeNow(environment);
  if (active === undefined) return;
  const { cluster, applications, root, judge } = deployed;
  const [live, ...looked] = await Promise.all([
    liveFreeze(cluster, environment),
    ...applicationNames(environment).map((name) => look(applications, name, judge)),
  ]);
  const verdict = judgeFreeze(environment.name, active, live, openSyncs(looked, root));
  if (!verdict.ok && !pulumi.runtime.isDryRun()) throw verdict.error;
  void pulumi.log.warn(verdict.ok ? verdict.report : verdict.warning);
}

/** The error of a wait for what a freeze keeps Argo CD from syncing, if one does. */
export function heldBackBy(environment: Environment): (applications: readonly Looked[]) => UserError | undefined {
  return (applications) => {
    const active = activeNow(environment);
    const open = active === undefined ? [] : openSyncs(applications);
    return active === undefined || open.length === 0 ? undefined : heldBack(environment.name, active, open);
  };
}

function activeNow({ application }: Pick<Environment, "application">): ActiveFreezes | undefined {
  const [first, ...others] = activeFreezes(application.freeze, new Date());
  return first && [first, ...others];
}

async function look(applications: Applications, name: string, judge: Deployed["judge"]): Promise<Looked> {
  const application = await applications.read(name);
  const revision = application?.status?.sync?.revision;
  return { name, application, verdict: judge && revision ? await judge(name, revision) : undefined };
}
