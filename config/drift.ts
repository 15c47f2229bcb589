import { z } from "zod";

/** What the search for drift shall know of an environment's clusters. */
export const driftSpec = z.strictObject({
  /**
   * Field managers that may change described objects beside Pulumi and Argo CD, or make others in the environment's
   * namespace, such as a platform's own controller, by the names that `kubectl get -o yaml --show-managed-fields` shows. Default: none.
   */
  managers: z.array(z.string().min(1)).default([]),
});
