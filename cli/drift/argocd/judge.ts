import { rootName } from "../../../components/application/root";
import { ARGOCD_NAMESPACE } from "../../../components/argocd/install";
import type { Finding } from "../finding";
import { judgeApplications, judgeStates } from "./application";
import type { ArgoCdFacts } from "./facts";
import { showRef } from "../../../kube/ref";
import { judgeUnmanaged } from "./unmanaged";
import { judgeObjects } from "./objects";
import { judgeProjects } from "./projects";
import { judgeOrphaned } from "./orphaned";

/** What Argo CD and the objects that it deploys say: each cause once, and an Application's state where it has no other. */
export function judgeArgoCd(facts: ArgoCdFacts): Finding[] {
  const applications = judgeApplications(facts);
  const objects = judgeObjects(facts);
  const found = [...judgeProjects(facts), ...applications, ...[...objects.values()].flat()];
  const states = judgeStates(facts, ({ metadata: { name } }) =>
    name === rootName(facts.environment) ? found.length > 0 : (objects.get(name) ?? []).length > 0,
  );
  // Children that do not work explain their root as well.
  const root = showRef({ kind: "Application", namespace: ARGOCD_NAMESPACE, name: rootName(facts.environment) });
  const told = states.length > 1 ? states.filter(({ where }) => where !== root) : states;
  return [...found, ...told, ...judgeOrphaned(facts), ...judgeUnmanaged(facts)];
}
