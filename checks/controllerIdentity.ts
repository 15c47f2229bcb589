import { CONTROLLER_NAMESPACE } from "../components/controller/namespace";
import { nameIn } from "../components/application/children";
import { managerName } from "../components/cluster/rbac";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { fieldsOf } from "./fields";
import { at, type Inventory } from "./inventory";

const FIELDS = ["serviceAccountName", "serviceAccount"];

/**
 * Workloads that would run with the rights of the controller or of Argo CD, whose ServiceAccounts are in the namespace of an
 * environment that shares it. The cluster refuses them too (`components/cluster/identityGuard.ts`).
 */
export function controllerIdentity({ environment, items }: Inventory): ValidationError[] {
  if (environment.namespace !== CONTROLLER_NAMESPACE) return [];
  const accounts = [nameIn(environment, "agentgateway"), managerName(environment.name)];
  return items.flatMap((item) =>
    [...fieldsOf(item.object)]
      .filter(({ key, value }) => FIELDS.includes(key) && accounts.includes(String(value)))
      .map(({ path, value }) => ({
        path: at(item, path),
        problem: `${show(value)} is a ServiceAccount whose rights reach beyond the environment`,
        remedy: "Leave it out, or name a ServiceAccount of your own.",
      })),
  );
}
