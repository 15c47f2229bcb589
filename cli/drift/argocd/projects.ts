import { argocdNamespace } from "../../../components/argocd/namespace";
import { changesOf, findingsOf } from "../changes";
import { exactDifferences } from "../compare";
import type { Finding } from "../finding";
import { showRef } from "../../../kube/ref";
import type { ArgoCdFacts } from "./facts";

/** What of the AppProjects, which say what Argo CD may deploy where, is not as described. */
export function assessProjects({ desiredProjects, projects, scope }: ArgoCdFacts): Finding[] {
  const { managers, stack } = scope;
  return desiredProjects.flatMap((desired): Finding[] => {
    const { name } = desired.metadata;
    const common = {
      side: "argocd",
      where: showRef({ kind: "AppProject", namespace: argocdNamespace(scope), name }),
    } as const;
    const live = projects.find(({ metadata }) => metadata.name === name);
    const restored = `pulumi up --stack ${stack} restores it.`;
    if (live === undefined) return [{ ...common, what: "is gone", remedy: restored }];
    const changes = changesOf(exactDifferences({ spec: desired.spec }, { spec: live.spec }), live, managers);
    // Nothing is allowed beside what is desired, so that a field that somebody set to just that is as desired.
    const differing = changes.filter(({ kind, path }) => kind !== "set" || path[0] !== "spec");
    return findingsOf(differing, common, () => restored);
  });
}
