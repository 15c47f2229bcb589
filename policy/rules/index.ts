import type { Rule } from "../rule";
import { authenticatedRoutes } from "./authenticatedRoutes";
import { disruptionBudgets } from "./disruptionBudgets";
import { namespacedHosts } from "./namespacedHosts";
import { pinnedImages } from "./pinnedImages";
import { plaintextSecrets } from "./plaintextSecrets";
import { privilegedWorkloads } from "./privilegedWorkloads";
import { replicas } from "./replicas";
import { tlsListeners } from "./tlsListeners";
import { wildcardProjects } from "./wildcardProjects";
import { wildcardRights } from "./wildcardRights";

/** All demands. Each holds on every stack, but for what the stack's settings say. */
export const rules: readonly Rule[] = [
  plaintextSecrets,
  namespacedHosts,
  wildcardRights,
  wildcardProjects,
  privilegedWorkloads,
  pinnedImages,
  replicas,
  disruptionBudgets,
  tlsListeners,
  authenticatedRoutes,
];
