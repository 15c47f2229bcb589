import { protection } from "../../../../components/application/protection";
import type { Applications } from "../../../../components/application/client";
import { REFRESH, type Application } from "../../../../components/application/status";
import { untilDeployed } from "../../../../components/application/wait";
import { kubeconfigErrors, type KubeconfigUse } from "../../../../kube/kubeconfigErrors";
import { installationErrors, type Installed } from "../../../../components/cluster/otherArgoCd";
import { conflictErrors, type Conflict } from "../../../../components/cluster/ownership";
import { invalidEnvironment } from "../../../../core/errors";
import { environment } from "../../../../dev/support/environment";
import { inNoTime } from "../../../../dev/support/fastClock";
import { kubeconfig, type KubeconfigParts } from "../../../../dev/support/kubeconfig";
import { messageOf, table } from "../../../../dev/support/messages";

describe("messages about clusters", () => {
  const use: KubeconfigUse = { path: "cluster.kubeconfig", stack: "stage", registered: true, allowLoopback: false };
  table<KubeconfigParts & { text?: string; context?: string }>("kubeconfig", ({ text, context, ...parts }) => {
    const errors = kubeconfigErrors(
      text ?? kubeconfig(parts),
      { ...use, context },
      { isProgram: () => false, isFile: () => false },
    );
    return Promise.resolve(invalidEnvironment("stage", errors).message);
  });

  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "agentgateway-dev" } };
  table<Conflict["live"]["metadata"] & { hasArgoCd?: boolean }>("foreign", ({ hasArgoCd = false, ...metadata }) => {
    const conflict = { object: namespace, where: "the cluster", live: { metadata }, hasArgoCd };
    const errors = conflictErrors([conflict], "dev", 2);
    return Promise.resolve(invalidEnvironment("dev", errors).message);
  });

  table<{ namespace?: object; adopt?: string[] } & Partial<Omit<Installed, "namespace">>>(
    "installed",
    ({ namespace: metadata, adopt = [], ...found }) => {
      const meta = metadata && { namespace: { metadata: { name: "argocd", ...metadata } } };
      const installed = { inNamespace: false, crds: [], ...found, ...meta };
      const errors = installationErrors(installed, { name: "dev", adopt }, "acme/agentgateway-infra/dev");
      return Promise.resolve(invalidEnvironment("dev", errors).message);
    },
  );

  const stage = environment({ cluster: { name: "stage" }, argocd: { mode: "hub" } }, "stage");
  table<"root" | "hub">("deletions", (what) => {
    const [ofRoot, , ofHub] = protection(stage, true).map(({ spec }) => spec as Guard);
    return Promise.resolve((what === "root" ? ofRoot : ofHub)?.validations[0]?.message ?? "");
  });

  table<Record<string, Shown | null>>("waits", (shown) =>
    inNoTime(() =>
      messageOf(() =>
        untilDeployed(
          { applications: showing(shown), names: Object.keys(shown), serving: () => Promise.resolve([]) },
          { timeoutSeconds: 1800, log: () => undefined },
        ),
      ),
    ),
  );
});

/** An Application's status, or what keeps it from being known. */
type Shown = Application["status"] & { unseen?: boolean; unreadable?: string };

interface Guard {
  validations: { message: string }[];
}

/** Applications that stay as they are for ever. */
function showing(shown: Record<string, Shown | null>): Applications {
  const look = (name: string): Application | undefined => {
    const { unseen = false, unreadable, ...status } = shown[name] ?? {};
    if (unreadable !== undefined) throw new Error(unreadable);
    if (shown[name] === null) return undefined;
    const well = { sync: { status: "Synced" }, health: { status: "Healthy" } };
    return { metadata: { name, annotations: unseen ? { [REFRESH]: "normal" } : {} }, status: { ...well, ...status } };
  };
  const applications: Pick<Applications, "read" | "refresh"> = {
    read: (name) => new Promise((resolve) => resolve(look(name))),
    refresh: () => Promise.resolve(),
  };
  return applications as Applications;
}
