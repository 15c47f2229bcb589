import { activeFreezes } from "../../../../../components/application/freeze/active";
import {
  heldBack,
  judgeFreeze,
  openSyncs,
  type ActiveFreezes,
} from "../../../../../components/application/freeze/held";
import type { Application } from "../../../../../components/application/status";
import { childApplications } from "../../../../../components/application/children";
import { rootApplication } from "../../../../../components/application/root";
import { environment } from "../../../../../dev/support/environment";
import { table } from "../../../../../dev/support/messages";

interface Frozen {
  windows: object[];
  now: string;
  /** The root Application is to deploy another commit. */
  moved?: boolean;
  waiting?: boolean;
  applications: Record<string, Application["status"] | null>;
}

describe("messages about freezes", () => {
  table<Frozen>("freezes", ({ windows, now, moved, waiting, applications }) => {
    const prod = environment({ application: { freeze: windows } }, "prod");
    const { freeze } = prod.application;
    const active = activeFreezes(freeze, new Date(now)) as unknown as ActiveFreezes;
    const root = rootApplication(prod);
    const looked = [root, ...childApplications(prod)].map(({ metadata: { name }, spec }) => {
      const status = applications[name] ?? { sync: { status: "Synced" } };
      const application = { metadata: { name }, spec: spec as object, status };
      return { name, application: applications[name] === null ? undefined : application };
    });
    const desired = moved ? rootApplication({ ...prod, revision: "3f786850e387550fdab836ed7e6dc881de23001b" }) : root;
    const open = openSyncs(looked, desired);
    if (waiting) return Promise.resolve(heldBack("prod", active, open).message);
    const live = looked[0]?.application && freeze;
    const verdict = judgeFreeze("prod", active, live, open);
    if (verdict.ok) throw new Error("it is not refused");
    return Promise.resolve(verdict.error.message);
  });
});
