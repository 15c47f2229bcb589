import type { Cluster } from "../../kube/cluster";
import { ifForbidden } from "../../kube/request";
import { REFRESH, type Application } from "./status";

const APPLICATION = { apiVersion: "argoproj.io/v1alpha1", kind: "Application" };

/** The Applications of an Argo CD. */
export class Applications {
  /**
   * @param hub the cluster that Argo CD runs in
   * @param namespace theirs there
   */
  constructor(
    private readonly hub: Cluster,
    private readonly namespace: string,
  ) {}

  /** The Application of a name, if there is one. */
  async read(name: string): Promise<Application | undefined> {
    return await this.hub.read({ ...APPLICATION, namespace: this.namespace, name });
  }

  /**
   * Has Argo CD compare with Git and the cluster now, and not at its next round.
   *
   * @param how `hard`: without anything that it keeps of before. Default `normal`
   */
  async refresh(name: string, how: "normal" | "hard" = "normal"): Promise<void> {
    const metadata = { name, namespace: this.namespace, annotations: { [REFRESH]: how } };
    await this.hub.merge({ ...APPLICATION, metadata });
  }

  /** What an Application has been since a version of it: nothing where that may not be read, or is not kept any more. */
  async statesSince(name: string, resourceVersion: string): Promise<Application[] | undefined> {
    const ref = { ...APPLICATION, namespace: this.namespace, name };
    return await this.hub.statesSince(ref, resourceVersion).catch(ifForbidden(undefined));
  }

  /** Ends the sync that is under way, as `argocd app terminate-op` does. What has been applied stays. */
  async endSync(name: string): Promise<void> {
    const metadata = { name, namespace: this.namespace };
    await this.hub.merge({ ...APPLICATION, metadata, status: { operationState: { phase: "Terminating" } } });
  }
}
