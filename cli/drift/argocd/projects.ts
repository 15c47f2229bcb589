import { ARGOCD_NAMESPACE } from "../../../components/argocd/install";
import { changesOf, findingsOf } from "../changes";
import { exactDifferences } from "../compare";
import type { Finding } from "../finding";
import { showRef } from "../../../kube/ref";
import type { ArgoCdFacts } from "./facts";

/** What of the AppProjects, which say what Argo CD may deploy where, is not as described. */
export function assessProjects({ desiredProjects, projects, managers, stack }: ArgoCdFacts): Finding[] {
  return desiredProjects.flatMap((desired): Finding[] => {
    const { name } = desired.metadata;
    const common = {
      side: "argocd",
      where: showRef({ kind: "AppProject", namespace: ARGOCD_NAMESPACE, name }),
    } as const;
    const live = projects.find(({ metadata }) => metadata.name === name);
    const putRight = `pulumi up --stack ${stack} --refresh puts it right.`;
    if (live === undefined) return [{ ...common, what: "is gone", remedy: putRight }];
    const changes = changesOf(exactDifferences({ spec: desired.spec }, { spec: live.spec }), live, managers);
    return findingsOf(changes, common, (theirs) =>
      theirs.some(({ kind }) => kind === "added" || kind === "set")
        ? `What was added, Pulumi leaves alone: kubectl edit appproject ${name} -n argocd. For the rest: ${putRight}`
        : putRight,
    );
  });
}
