import { applicationNamespace } from "../../../components/argocd/namespace";
import type { Healed } from "../finding";
import { showRef } from "../../../kube/ref";
import type { ArgoCdFacts } from "./facts";

/** How long a change that Argo CD has reverted is reported. */
const HOURS = 24;

/** What is put right while an Application is new is a part of its first deployment: CRDs that are not established yet. */
const FIRST_MINUTES = 10;

/** What Argo CD has put right of late, by the last sync of each Application. */
export function assessHealed({ desiredApplications, applications, scope }: ArgoCdFacts, now: Date): Healed[] {
  const ours = new Set(desiredApplications.map(({ metadata }) => metadata.name));
  return applications
    .filter(({ metadata }) => ours.has(metadata.name))
    .flatMap(({ metadata, status }) => {
      const { phase, finishedAt, operation } = status?.operationState ?? {};
      const { autoHealAttemptsCount = 0, resources } = operation?.sync ?? {};
      const age = now.getTime() - Date.parse(finishedAt ?? "");
      const ageThen = Date.parse(finishedAt ?? "") - Date.parse(metadata.creationTimestamp ?? "");
      if (ageThen < FIRST_MINUTES * 60_000) return [];
      if (phase !== "Succeeded" || autoHealAttemptsCount === 0 || !(age < HOURS * 3_600_000)) return [];
      const objects = resources?.map(({ kind, name, namespace }) =>
        showRef({ kind, name, ...(namespace ? { namespace } : {}) }),
      );
      return (
        objects ?? [showRef({ kind: "Application", namespace: applicationNamespace(scope), name: metadata.name })]
      ).map((where) => ({
        where,
        what: "was not as Git says, and Argo CD has put it right",
        ...(finishedAt ? { at: finishedAt } : {}),
      }));
    });
}
