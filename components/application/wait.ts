import type { Connection } from "../cluster/connection";
import { healthOfPart, type Part } from "../serving/parts";
import { secondsSince, unreadable, untilAll, type Health, type WaitOptions } from "../../kube/waiting";
import type { Applications } from "./client";
import { assessHealth, type Application } from "./status";

/** Seconds after which Argo CD is asked again to compare what it could not compare. */
const REFRESH_SECONDS = 15;

/** Seconds within which Argo CD looks at an Application when asked, where it has nothing else to do; less in a short wait. */
const LOOK_SECONDS = 30;

/** What Argo CD says where a cluster does not take its token. */
const REFUSED = /Unauthorized|asked for the client to provide credentials/i;

/** What is waited for. */
export interface Deployment {
  applications: Applications;
  /** The root Application first, then its children. */
  names: readonly string[];
  /** Reads whether what the Applications bring serves. No Application reports that: Argo CD does not know the proxy. */
  serving: () => Promise<readonly Part[]>;
  /** Argo CD's to the cluster, where it is by a token of ours. */
  connection?: Connection;
}

/**
 * Waits until every Application is synced and healthy, as Git is now, and what they bring serves: Argo CD is asked to
 * compare at once.
 *
 * @throws UserError that says of each Application that is not deployed what Argo CD says of it, and of each Gateway and
 * workload that does not serve what the cluster says
 */
export async function untilDeployed(
  { applications, names, serving, connection }: Deployment,
  options: WaitOptions,
): Promise<void> {
  let refreshedAt = performance.now();
  let renewed = false;
  await refresh(applications, names);
  const began = performance.now();
  const waiting = untilAll(
    {
      what: "Applications and what they bring",
      poll: async () => {
        const overdue = secondsSince(began) >= Math.min(LOOK_SECONDS, options.timeoutSeconds / 2);
        const polled = await Promise.all(names.map((name) => poll(applications, name, overdue)));
        return [...polled.map(({ health }) => health), ...(await pollServing(serving, polled))];
      },
      act: async (open) => {
        const broken = open.filter((each) => each.broken && names.includes(each.name));
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
      broken: (healths) =>
        healths.some(({ name }) => names.includes(name))
          ? "Argo CD has not been able to compare the environment with Git"
          : "something that the environment needs has not been able to start",
      reportedBy: "Argo CD and the cluster say",
    },
    options,
  );
  await waiting.finally(() => (renewed ? connection?.settle() : undefined));
}

/** Where this fails, the next poll reports it. */
async function refresh(applications: Applications, names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((name) => applications.refresh(name)));
}

/** What was read of an Application. */
interface Polled {
  health: Health;
  application?: Application | undefined;
}

async function poll(applications: Applications, name: string, overdue: boolean): Promise<Polled> {
  try {
    const application = await applications.read(name);
    return { application, health: assessHealth(name, application, overdue) };
  } catch (error) {
    return { health: unreadable(name, error) };
  }
}

/**
 * The health of what the Applications bring. While one of them is still to come, what is missing may come with it; and
 * while none has brought anything, there is nothing to read.
 */
async function pollServing(serving: Deployment["serving"], polled: readonly Polled[]): Promise<Health[]> {
  const synced = polled.filter(({ application }) => application?.status?.sync?.status === "Synced");
  const complete = synced.length === polled.length;
  if (!complete && !synced.some(({ health }) => !health.deployed)) return [];
  try {
    const parts = await serving();
    return parts.filter(({ missing }) => complete || !missing).map(healthOfPart);
  } catch (error) {
    return [unreadable("what serves in the cluster", error)];
  }
}
