import type { ClusterName, DesiredLive, LiveDeletionArgs, LiveNamespaceArgs } from "../../components/live/objects";
import { allChecks } from "../../core/errors";
import { deployedObjects, type Deployed } from "../drift/argocd/objects";
import type { Finding } from "../drift/finding";
import { ifForbidden } from "../../kube/request";
import { driftOf, lastingDrift } from "./drift";
import { Look, type LookArgs } from "./look";
import { argocdNamespace } from "../../components/argocd/namespace";
import { removeRemains } from "./remains";
import { assertUnused } from "./controlPlane";
import { assertAllowed, assertDeletable, deleteNamespace } from "./deletion";
import { unlessGivenUp } from "./givenUp";
import { restore } from "./restore";

/** What Pulumi's engine asks of an environment's clusters; how it asks is not known here. */
export class LiveProvider {
  readonly #look: Look;
  /** What Argo CD deployed before anything was deleted. */
  #deployed: readonly Deployed[] = [];

  /** Starts to read at once: the engine asks a second later. */
  constructor(args: LookArgs) {
    this.#look = new Look(args);
    this.#look.facts().catch(() => undefined); // Whoever asks gets the error.
  }

  /**
   * How the objects of a component differ from both descriptions.
   *
   * @param before what was desired at the last update
   * @param now what is desired now
   */
  async drift(before: DesiredLive, now: DesiredLive): Promise<Finding[]> {
    const differing = await this.#drift(before);
    return differing.length === 0 || before === now ? differing : lastingDrift(differing, await this.#drift(now));
  }

  /** Restores the objects that Pulumi applies, where they differ. */
  async restore({ owned = [] }: DesiredLive): Promise<void> {
    const look = this.#look;
    const live = await look.owned(owned);
    const facts = { scope: look.scope, applications: [] };
    for (const [index, { cluster, object }] of owned.entries()) {
      const differs = driftOf({ owned: [{ cluster, object }] }, [live[index]], facts).length > 0;
      if (differs) await restore(look.cluster(cluster), object, look.scope.managers);
    }
    look.forget();
  }

  /**
   * @throws UserError where a cluster can delete no namespace, or refuses to delete what is guarded, or where Gateways of others
   * need the control plane that would go
   */
  async assertDeletable({ guarded, controlPlaneOf }: LiveDeletionArgs): Promise<void> {
    const look = this.#look;
    const names: ClusterName[] = ["target", "hub"];
    const clusters = new Set(names.map((name) => look.cluster(name)));
    const checks = [
      ...[...clusters].map(assertDeletable),
      ...guarded.map(({ cluster, ref }) => assertAllowed(look.cluster(cluster), ref)),
      controlPlaneOf === undefined ? undefined : assertUnused(look.cluster("target"), controlPlaneOf),
    ];
    await allChecks(checks.map(unlessGivenUp));
    await unlessGivenUp(this.#noteDeployed());
  }

  /** Who may not read what Argo CD deploys can't delete what it leaves either. */
  async #noteDeployed(): Promise<void> {
    const facts = await this.#look.facts().catch(ifForbidden(undefined));
    if (facts?.argocd) this.#deployed = deployedObjects(facts.applications, facts.argocd.applications);
  }

  /** Deletes what Argo CD has left of the environment. */
  deleteRemains(log: (message: string) => void): Promise<void> {
    return unlessGivenUp(
      removeRemains(this.#look.cluster("target"), this.#deployed, argocdNamespace(this.#look.scope), log),
    );
  }

  /** @throws UserError that says what is in the way */
  deleteNamespace(args: LiveNamespaceArgs, log: (message: string) => void): Promise<void> {
    return unlessGivenUp(deleteNamespace(this.#look.cluster(args.cluster), args, log));
  }

  async #drift(desired: DesiredLive): Promise<Finding[]> {
    const look = this.#look;
    const [facts, live] = await Promise.all([look.facts(), look.owned(desired.owned ?? [])]);
    return driftOf(desired, live, facts);
  }
}
