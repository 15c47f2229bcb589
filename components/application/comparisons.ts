import type { Health } from "../../kube/waiting";
import type { Applications } from "./client";
import type { Application } from "./status";

/** An Application that Argo CD could not compare. */
interface Failed {
  /** What it said. */
  why: string;
  /** It has been asked to compare from scratch since. */
  asked: boolean;
  /** It failed again when it was asked. */
  again: boolean;
}

/**
 * What Argo CD could not compare during a wait. Of such a comparison it keeps an empty difference, and takes that for the result of
 * the next one, which says Synced while the cluster still refuses what Git says (3.6.1, docs/workarounds.md). So it is asked once
 * more, without what it keeps, before Synced counts.
 */
export class Comparisons {
  readonly #failed = new Map<string, Failed>();

  constructor(private readonly applications: Pick<Applications, "refresh">) {}

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
      this.#failed.set(name, { why, asked: false, again: before?.asked === true || before?.again === true });
      return health;
    }
    if (before === undefined || !health.deployed) return health;
    if (before.asked) {
      this.#failed.delete(name);
      return health;
    }
    await this.applications.refresh(name, "hard");
    this.#failed.set(name, { ...before, asked: true });
    const state = `${health.state}; Argo CD is asked again, since it could not compare it a moment ago: ${before.why}`;
    return { ...health, deployed: false, broken: before.again, state };
  }
}

/** What Argo CD says of a comparison that failed; nothing of one that did not. */
function failureOf(application: Application | undefined): string | undefined {
  const { sync, conditions = [] } = application?.status ?? {};
  const error = conditions.find(({ type }) => type === "ComparisonError");
  if (error === undefined && sync?.status !== "Unknown") return undefined;
  return error?.message.trim() ?? "its sync status was Unknown";
}
