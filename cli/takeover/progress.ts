import { rootApplication } from "../../components/application/root";
import { refKey, refOf } from "../../kube/ref";
import type { Facts } from "./facts";
import { settingsOf } from "./tracking";

/** How far an earlier run has come, whose `pulumi up` failed. */
interface Progress {
  /** The new tree was compared; where Argo CD is this stack's, it is Pulumi's by now, and has closed the project of the old Applications. */
  compared: boolean;
  /** The new root is Pulumi's, and syncs: what it would lose now, Pulumi would not give back. */
  synced: boolean;
}

/** Reads from Pulumi's state how far an earlier run has come. */
export function progressOf({ alreadyCreated, environment }: Pick<Facts, "alreadyCreated" | "environment">): Progress {
  const synced = alreadyCreated.has(refKey(refOf(rootApplication(environment))));
  return { compared: synced || alreadyCreated.has(refKey(settingsOf(environment))), synced };
}
