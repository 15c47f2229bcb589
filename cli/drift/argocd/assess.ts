import { applicationNamespace } from "../../../components/argocd/namespace";
import type { Finding } from "../finding";
import { assessApplications, assessStates } from "./application";
import type { ArgoCdFacts } from "./facts";
import { showRef } from "../../../kube/ref";
import { assessUnmanaged } from "./unmanaged";
import { assessObjects } from "./objects";
import { assessProjects } from "./projects";
import { assessOrphaned } from "./orphaned";

/** What Argo CD and the objects that it deploys say: each cause once, and an Application's state where it has no other. */
export function assessArgoCd(facts: ArgoCdFacts): Finding[] {
  const applications = assessApplications(facts);
  const objects = assessObjects(facts);
  const findings = [...assessProjects(facts), ...applications, ...[...objects.values()].flat()];
  const states = assessStates(facts, ({ metadata: { name } }) =>
    name === facts.scope.root ? findings.length > 0 : (objects.get(name) ?? []).length > 0,
  );
  // Children that do not work explain their root as well.
  const root = showRef({ kind: "Application", namespace: applicationNamespace(facts.scope), name: facts.scope.root });
  const reported = states.length > 1 ? states.filter(({ where }) => where !== root) : states;
  return [...findings, ...reported, ...assessOrphaned(facts), ...assessUnmanaged(facts)];
}
