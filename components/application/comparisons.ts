import type { Health } from "../../kube/waiting";
import type { Applications } from "./client";
import type { Application } from "./status";

/** An Application that Argo CD could not compare. */
interface Failed {
  /** What it said. */
  why: string;
  /** It failed again after it was asked. */
  again: boolean;
  /** The version of the Application when it was asked to compare from scratch, since it failed last. */
  askedAt?: string | undefined;
}

/**
 * What Argo CD could not compare during a wait. Of such a comparison it keeps an empty difference, and takes that for the result of
 * the next one, which says Synced while the cluster still refuses what Git says (3.6.1, docs/workarounds.md). So it is asked once
 * more, without what it keeps, before Synced counts; and every answer of the wait is looked at, since one that fails may be replaced
 * in a moment.
 */
export class Comparisons {
  readonly #failed = new Map<string, Failed>();
  /** The versions up to which every answer was looked at, by name. */
  readonly #seen = new Map<string, string>();

  constructor(private readonly applications: Pick<Applications, "refresh" | "statesSince">) {}

  /**
   * The health of an Application, which is not deployed before it is confirmed.
   *
   * @param health what Argo CD says
   */
  async confirmed(health: Health, application: Application | undefined): Promise<Health> {
    const { name } = health;
    const before = this.#failed.get(name);
    const why = failureOf(application);
    if (why !== undefined) {
      this.#failed.set(name, { why, again: before?.askedAt !== undefined || before?.again === true });
      return health;
    }
    const version = application?.metadata.resourceVersion ?? "";
    const seen = this.#seen.get(name);
    if (seen === undefined) this.#seen.set(name, version);
    if (!health.deployed) return health;
    if (before !== undefined && before.askedAt === undefined) return this.#ask(health, before, application);
    const failure = await this.#failureSince(name, before?.askedAt ?? seen ?? version, version);
    if (failure !== undefined) return this.#ask(health, { why: failure, again: before !== undefined }, application);
    this.#failed.delete(name);
    this.#seen.set(name, version);
    return health;
  }

  /** What Argo CD said of a comparison that failed, between two versions. */
  async #failureSince(name: string, first: string, last: string): Promise<string | undefined> {
    if (first === last) return undefined;
    const since = (await this.applications.statesSince(name, first)) ?? [];
    return since.map(failureOf).find((each) => each !== undefined);
  }

  async #ask(health: Health, failed: Failed, application: Application | undefined): Promise<Health> {
    await this.applications.refresh(health.name, "hard");
    this.#failed.set(health.name, { ...failed, askedAt: application?.metadata.resourceVersion ?? "" });
    const state = `${health.state}; Argo CD is asked again, since it could not compare it a moment ago: ${failed.why}`;
    return { ...health, deployed: false, broken: failed.again, state };
  }
}

/** What Argo CD says of a comparison that failed; nothing of one that did not. */
function failureOf(application: Application | undefined): string | undefined {
  const { sync, conditions = [] } = application?.status ?? {};
  const error = conditions.find(({ type }) => type === "ComparisonError");
  if (error === undefined && sync?.status !== "Unknown") return undefined;
  return error?.message.trim() ?? "its sync status was Unknown";
}
