import { UserError } from "../../core/errors";
import { ApiError } from "../../kube/request";

/** The variable by which Pulumi's Kubernetes provider gives up what is on a cluster that can't be reached. */
export const GIVE_UP = "PULUMI_K8S_DELETE_UNREACHABLE";

/** Waits for work that a deletion needs. Where a cluster can't be reached that is given up, there is none. */
export async function unlessGivenUp(work: Promise<void> | undefined): Promise<void> {
  try {
    await work;
  } catch (error) {
    const hasAnswered = error instanceof ApiError || error instanceof UserError;
    if (hasAnswered || process.env[GIVE_UP] !== "true") throw error;
  }
}
