import type { UserError } from "../../core/errors";
import type { Connection } from "../cluster/connection";
import { healthOfPart, type Part } from "../serving/parts";
import { secondsSince, unreadable, untilAll, type Health, type WaitOptions } from "../../kube/waiting";
import type { Applications } from "./client";
import { Comparisons } from "./comparisons";
import type { Delivered, Verdict } from "./delivered";
import type { Looked } from "./freeze/held";
import { assessHealth, retriesFormer, type Application } from "./status";

/** Seconds after which Argo CD is asked again to compare what it could not compare, or what was not healthy yet. */
const REFRESH_SECONDS = 15;

/** Seconds within which Argo CD looks at an Application when asked, where it has nothing else to do; less in a short wait. */
const LOOK_SECONDS = 30;

/** What Argo CD says where a cluster does not take its token. */
const REFUSED = /Unauthorized|asked for the client to provide credentials/i;

/** No commit is another's. */
const ANY: Delivered = { judge: () => Promise.resolve({ ok: true }), report: () => undefined };

/** What is waited for. */
export interface Deployment {
  applications: Applications;
  /** The root Application first, then its children. */
  names: readonly string[];
  /** Reads whether what the Applications bring serves. No Application reports that: Argo CD does not know the proxy. */
  serving: () => Promise<readonly Part[]>;
  /** Judges the commits that the Applications are synced at. Default: any is well. */
  delivered?: Delivered;
  /** Argo CD's to the cluster, where it is by a token of ours. */
  connection?: Connection;
  /** The error where a freeze keeps Argo CD from syncing what it has to. Default: there is no freeze. */
  heldBack?: (applications: readonly Looked[]) => UserError | undefined;
}

/**
 * Waits until every Application is synced and healthy at a commit that is judged well, and what they bring serves: Argo CD is
 * asked to compare at once.
 *
 * @throws UserError that says of each Application that is not deployed what Argo CD says of it, and of each Gateway and
 * workload that does not serve what the cluster says
 */
export async function untilDeployed(
  { applications, names, serving, delivered = ANY, connection, heldBack }: Deployment,
  options: WaitOptions,
): Promise<void> {
  let refreshedAt = performance.now();
  let renewed = false;
  await refresh(applications, names);
  const began = performance.now();
  let last: readonly Polled[] = [];
  const comparisons = new Comparisons(applications);
  const waiting = untilAll(
    {
      what: "Applications and what they bring",
      poll: async () => {
        const overdue = secondsSince(began) >= Math.min(LOOK_SECONDS, options.timeoutSeconds / 2);
        last = await Promise.all(names.map((name) => poll({ applications, comparisons, delivered }, name, overdue)));
        return [...last.map(({ health }) => health), ...(await pollServing(serving, last))];
      },
      act: async (open) => {
        const held = heldBack?.(last.flatMap(lookedAt));
        if (held) throw held;
        await endFormerSyncs(applications, last);
        const broken = open.filter((each) => each.broken && names.includes(each.name));
        const asked = [
          ...broken,
          ...last.filter(({ application }) => isProgressing(application)).map(({ health }) => health),
        ];
        if (asked.length === 0 || secondsSince(refreshedAt) <= REFRESH_SECONDS) return;
        // By itself Argo CD keeps the first answer for minutes, also where its repo-server was only not ready yet.
        refreshedAt = performance.now();
        if (connection && broken.some(({ state }) => REFUSED.test(state))) {
          renewed = true;
          await connection.renew();
        }
        await refresh(
          applications,
          asked.map(({ name }) => name),
        );
      },
      visible: (open) => withoutWaitingRoot(open, names, last),
      broken: (healths) => whatIsBroken(healths, last),
      reportedBy: "Argo CD and the cluster say",
    },
    options,
  );
  await waiting.finally(() => (renewed ? connection?.settle() : undefined));
  const reports = last.map(({ verdict }) => (verdict?.ok ? verdict.report : undefined));
  for (const report of new Set(reports.filter((each) => each !== undefined))) delivered.report(report);
}

/** What has not been possible for long, in the words of the failure. */
function whatIsBroken(healths: readonly Health[], polled: readonly Polled[]): string {
  const broken = polled.filter(({ health }) => healths.includes(health));
  if (broken.length === 0) return "something that the environment needs has not been able to start";
  return broken.every(({ verdict }) => verdict !== undefined)
    ? "Argo CD has been at another commit than this checkout's"
    : "Argo CD has not been able to compare the environment with Git";
}

/** The root waits for its children, so it has nothing to say while they do not work; why one is not there, it alone can say. */
function withoutWaitingRoot(open: readonly Health[], [root]: readonly string[], polled: readonly Polled[]): Health[] {
  const isMissing = polled.some(({ application, health }) => health.name !== root && application === undefined);
  const others = open.filter(({ name }) => name !== root);
  return others.length === 0 || isMissing ? [...open] : others;
}

/**
 * Argo CD has deployed it, and says that it is not healthy yet. Of some objects, such as CRDs, it does not notice that they have
 * become so, until it compares the next time, which may be in minutes (3.6.1).
 */
function isProgressing(application: Application | undefined): boolean {
  const { sync, health } = application?.status ?? {};
  return sync?.status === "Synced" && health?.status === "Progressing";
}

/** Where this fails, the next poll reports it. */
async function refresh(applications: Applications, names: readonly string[]): Promise<void> {
  await Promise.allSettled(names.map((name) => applications.refresh(name)));
}

/** Where this fails, the next poll reports what is still being tried. */
async function endFormerSyncs(applications: Applications, polled: readonly Polled[]): Promise<void> {
  const former = polled.flatMap(({ application }) => (application && retriesFormer(application) ? [application] : []));
  await Promise.allSettled(former.map(({ metadata }) => applications.endSync(metadata.name)));
}

/** What was read of an Application. */
interface Polled {
  health: Health;
  /** That of the commit, where Argo CD itself is done with it. */
  verdict?: Verdict | undefined;
  application?: Application | undefined;
}

/** An Application that can't be read is not known to be held back, and one that is not there has a root that is. */
function lookedAt({ health: { name }, application, verdict }: Polled): Looked[] {
  return application ? [{ name, application, verdict }] : [];
}

/** What an Application is judged by. */
interface Judges {
  applications: Applications;
  comparisons: Comparisons;
  delivered: Delivered;
}

async function poll({ applications, comparisons, delivered }: Judges, name: string, overdue: boolean): Promise<Polled> {
  try {
    const application = await applications.read(name);
    const health = await comparisons.confirmed(assessHealth(name, application, overdue), application);
    const revision = health.deployed ? application?.status?.sync?.revision : undefined;
    if (revision === undefined) return { application, health };
    const verdict = await delivered.judge(name, revision);
    return { application, verdict, health: verdict.ok ? health : elsewhere(health, verdict.why) };
  } catch (error) {
    return { health: unreadable(name, error) };
  }
}

/** Argo CD is content with a commit that is not the one: it is asked again, for it may be the one before. */
function elsewhere(health: Health, why: string): Health {
  return { ...health, deployed: false, broken: true, state: `${health.state}; ${why}` };
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
