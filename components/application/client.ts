import type { CustomObjectsApi } from "@kubernetes/client-node";
import { ARGOCD_NAMESPACE } from "../argocd/install";
import { clientFor, unlessMissing } from "../../kube/client";
import { resourceOf } from "../../kube/kinds";
import { REFRESH, type Application } from "./status";

const APPLICATIONS = {
  ...resourceOf({ apiVersion: "argoproj.io/v1alpha1", kind: "Application" }),
  namespace: ARGOCD_NAMESPACE,
};

/** The Applications of an Argo CD. */
export class Applications {
  #connected?: Promise<CustomObjectsApi>;

  constructor(
    private readonly kubeconfig: string,
    private readonly context: string | undefined,
  ) {}

  /** Connects at once, where it is going to be asked: that takes a second, for the client has to be loaded. */
  connect(): void {
    this.#api().catch(() => undefined); // Whoever asks is told.
  }

  /** The Application of a name, if there is one. */
  async read(name: string): Promise<Application | undefined> {
    return unlessMissing(
      async () => (await (await this.#api()).getNamespacedCustomObject({ ...APPLICATIONS, name })) as Application,
    );
  }

  /** Has Argo CD look at Git and the cluster now, and not at its next round. */
  async refresh(name: string): Promise<void> {
    const { PatchStrategy, setHeaderOptions } = await import("@kubernetes/client-node");
    const body = { metadata: { annotations: { [REFRESH]: "normal" } } };
    const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
    await unlessMissing(async () => {
      await (await this.#api()).patchNamespacedCustomObject({ ...APPLICATIONS, name, body }, merge);
    });
  }

  /** Connects at the first question: a preview asks none, and does not wait for it. */
  #api(): Promise<CustomObjectsApi> {
    return (this.#connected ??= connect(this.kubeconfig, this.context));
  }
}

async function connect(kubeconfig: string, context: string | undefined): Promise<CustomObjectsApi> {
  const [config, { CustomObjectsApi: Api }] = await Promise.all([
    clientFor(kubeconfig, context),
    import("@kubernetes/client-node"),
  ]);
  return config.makeApiClient(Api);
}
