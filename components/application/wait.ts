import type { Connection } from "../cluster/connection";
import { secondsSince, unreadable, untilAll, type Health, type WaitOptions } from "../../kube/waiting";
import type { Applications } from "./client";
import { assessHealth } from "./status";

/** Seconds after which Argo CD is asked again to compare what it could not compare. */
const REFRESH_SECONDS = 15;

/** What Argo CD says where a cluster does not take its token. */
const REFUSED = /Unauthorized|asked for the client to provide credentials/i;

/**
 * Waits until every Application is synced and healthy, as Git is now: Argo CD is asked to compare at once.
 *
 * @param names the root Application first, then its children
 * @param connection Argo CD's to the cluster, where it is by a token of ours
 * @throws UserError that says of each Application that is not deployed what Argo CD says of it
 */
export async function untilDeployed(
  applications: Applications,
  names: readonly string[],
  options: WaitOptions,
  connection?: Connection,
): Promise<void> {
  let refreshedAt = performance.now();
  let renewed = false;
  await refresh(applications, names);
  const waiting = untilAll(
    {
      what: "Applications",
      poll: () => Promise.all(names.map((name) => poll(applications, name))),
      act: async (open) => {
        const broken = open.filter((each) => each.broken);
        if (broken.length === 0 || secondsSince(refreshedAt) <= REFRESH_SECONDS) return;
        // By itself Argo CD keeps the first answer for minutes, also where its repo-server was only not ready yet.
        refreshedAt = performance.now();
        if (connection && broken.some(({ state }) => REFUSED.test(state))) {
          renewed = true;
          await connection.renew();
        }
        await refresh(
          applications,
          broken.map(({ name }) => name),
        );
      },
      // The root waits for the others, so it has nothing to say while they do not work.
      visible: (open) => (open.length > 1 ? open.filter(({ name }) => name !== names[0]) : open),
      broken: "Argo CD has not been able to compare the environment with Git",
      reportedBy: "Argo CD",
    },
    options,
  );
  await waiting.finally(() => (renewed ? connection?.settle() : undefined));
}

/** Where this fails, the next poll reports it. */
async function refresh(applications: Applications, names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((name) => applications.refresh(name)));
}

async function poll(applications: Applications, name: string): Promise<Health> {
  try {
    return assessHealth(name, await applications.read(name));
  } catch (error) {
    return unreadable(name, error);
  }
}
