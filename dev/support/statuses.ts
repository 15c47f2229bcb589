import type { KubernetesObject } from "../../kube/object";

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

interface WithConditions {
  conditions?: Condition[];
}

/** An object, and what its controller says of it: as a whole, by listener, by parent, by what a policy is for. */
export interface WithStatus extends KubernetesObject {
  status?: WithConditions & {
    listeners?: WithConditions[];
    parents?: WithConditions[];
    ancestors?: WithConditions[];
  };
}

/** Conditions that are good news when they are false. */
const BAD_NEWS = ["Conflicted", "OverlappingTLSConfig"];

/** What is said against an object: what is not so, or only in part; and that nothing is said yet. */
export function negative({ status = {} }: WithStatus): string[] {
  const { listeners = [], parents = [], ancestors = [] } = status;
  const all = [status, ...listeners, ...parents, ...ancestors].flatMap(({ conditions = [] }) => conditions);
  if (all.length === 0) return ["nothing is said yet"];
  return all
    .filter(({ type, status, reason }) => {
      const good = BAD_NEWS.includes(type) ? status === "False" : status === "True";
      return !good || reason === "PartiallyValid";
    })
    .map(({ type, status, reason, message }) => `${type} is ${status}: ${reason} (${message})`);
}
