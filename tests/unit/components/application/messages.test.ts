import { protection } from "../../../../components/application/protection";
import type { Applications } from "../../../../components/application/client";
import { REFRESH, type Application } from "../../../../components/application/status";
import { untilDeployed } from "../../../../components/application/wait";
import { kubeconfigErrors, type KubeconfigUse } from "../../../../kube/kubeconfigErrors";
import { controlPlaneInUse, type Dependent } from "../../../../cli/live/controlPlane";
import { controlPlaneErrors, type ControlPlane } from "../../../../components/cluster/existingControlPlane";
import { installationErrors, type Installed } from "../../../../components/cluster/otherArgoCd";
import { conflictErrors, type Conflict } from "../../../../components/cluster/ownership";
import { accountErrors, argocdUser, registeredErrors } from "../../../../components/cluster/argocdUser";
import type { Registration } from "../../../../components/cluster/registration";
import type { Environment } from "../../../../config/schema";
import type { PlainObject } from "../../../../core/merge";
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

  table<Conflict["live"]["metadata"] & { hasArgoCd?: boolean; object?: string; environment?: PlainObject }>(
    "foreign",
    ({ hasArgoCd = false, object = "Namespace/agentgateway-dev", environment: layer = {}, ...metadata }) => {
      const [kind, name] = object.split("/") as [string, string];
      const found = { apiVersion: "v1", kind, metadata: { name } };
      const conflict = { object: found, where: "the cluster", live: { metadata }, hasArgoCd };
      const adopt = ["Namespace/a", "Secret/b"];
      const errors = conflictErrors([conflict], environment({ namespace: "agentgateway-dev", adopt, ...layer }, "dev"));
      return Promise.resolve(invalidEnvironment("dev", errors).message);
    },
  );

  table<
    { namespace?: object; adopt?: string[]; delivery?: Environment["delivery"] } & Partial<Omit<Installed, "namespace">>
  >("installed", ({ namespace: metadata, adopt = [], delivery = "gitops", ...found }) => {
    const meta = metadata && { namespace: { metadata: { name: "argocd", ...metadata } } };
    const installed = { inNamespace: false, namespaces: [], crds: [], ...found, ...meta };
    const errors = installationErrors(installed, { name: "dev", adopt, delivery }, "acme/agentgateway-infra/dev");
    return Promise.resolve(invalidEnvironment("dev", errors).message);
  });

  const prod = environment(
    { cluster: { name: "prod", controlPlane: "existing" }, argocd: { mode: "existing" } },
    "prod",
  );
  table<{ found?: Partial<ControlPlane>; known?: Partial<Registration>[]; account?: Account; registers?: boolean }>(
    "controlPlane",
    ({ found, known = [], account, registers = false }) => {
      const server = "https://10.0.0.1";
      const registrations = known.map((each, index) => ({
        ...{ secret: `secret-${index + 1}`, name: "", server: "", identity: { by: "no token" } },
        ...each,
      }));
      const user = argocdUser(registrations, prod, server);
      const errors = registers
        ? registeredErrors(registrations, { name: "prod", server, namespace: "argocd" })
        : found
          ? controlPlaneErrors({ missing: [], ...found }, "acme/agentgateway-infra/prod")
          : "errors" in user
            ? user.errors
            : accountErrors(user.registration, account);
      return Promise.resolve(invalidEnvironment("prod", errors).message);
    },
  );

  const stage = environment({ cluster: { name: "stage" }, argocd: { mode: "existing" } }, "stage");
  table<"root" | "hub" | { dependents: Dependent[] }>("deletions", (what) => {
    if (typeof what === "object") return Promise.resolve(controlPlaneInUse(what.dependents).message);
    const [ofRoot, , ofHub] = protection(stage, "another stack").map(({ spec }) => spec as Guard);
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

type Account = Parameters<typeof accountErrors>[1];

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
