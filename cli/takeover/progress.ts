import { rootApplication } from "../../components/application/root";
import { refKey, refOf } from "../../kube/ref";
import type { Facts } from "./plan";
import { SETTINGS } from "./tracking";

/** How far an earlier run has come, whose `pulumi up` failed. */
interface Progress {
  /** Argo CD is Pulumi's, so the new tree was compared, and the project of the old Applications may be closed. */
  compared: boolean;
  /** The new root is Pulumi's, and syncs: what it would lose now, Pulumi would not give back. */
  synced: boolean;
}

/** Reads from Pulumi's state how far an earlier run has come. */
export function progressOf({ alreadyCreated, environment }: Pick<Facts, "alreadyCreated" | "environment">): Progress {
  return {
    compared: alreadyCreated.has(SETTINGS),
    synced: alreadyCreated.has(refKey(refOf(rootApplication(environment)))),
  };
}
