import { podSecurityErrors } from "../components/cluster/podSecurity";
import type { ValidationError } from "../core/errors";
import type { Inventory } from "./inventory";

/** Workloads that get no pods in the namespace that the stack makes. One of somebody else is looked at on the cluster. */
export function podSecurity({ environment }: Inventory): ValidationError[] {
  return podSecurityErrors(environment.cluster.namespaces.labels, environment);
}
