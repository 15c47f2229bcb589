import { itemsIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";
import { rule } from "../rule";
import { containersOf, named, podPath } from "./workloads";

export const privilegedWorkloads = rule({
  name: "no-privileged-workload",
  description:
    "Containers have no rights on their node: not privileged, no way to more rights, no node's files or network.",
  scope: "object",
  options: {},
  check: (objects) =>
    objects.flatMap((object) =>
      [...ofPod(object), ...ofContainers(object)].map(([field, problem, remedy]) => ({
        object,
        field,
        problem,
        remedy,
        subject: named(object),
      })),
    ),
});

type Privilege = [field: string, problem: string, remedy: string];

function ofPod(object: KubernetesObject): Privilege[] {
  const path = podPath(object);
  if (path === undefined) return [];
  const shared = ["hostNetwork", "hostPID", "hostIPC"].filter((field) => valueIn(object, ...path, field) === true);
  const mounted = itemsIn(object, ...path, "volumes").flatMap((volume, index) =>
    volume.hostPath === undefined ? [] : [index],
  );
  return [
    ...shared.map((field): Privilege => [`${path.join(".")}.${field}`, "shares what is the node's", "Leave it out."]),
    ...mounted.map((index): Privilege => [
      `${path.join(".")}.volumes[${index}].hostPath`,
      "mounts files of the node",
      "Use another kind of volume.",
    ]),
  ];
}

function ofContainers(object: KubernetesObject): Privilege[] {
  return containersOf(object).flatMap(({ path, container }) => {
    const field = `${path}.securityContext`;
    const privileges: Privilege[] = [];
    if (valueIn(container, "securityContext", "privileged") === true) {
      privileges.push([`${field}.privileged`, "gives the container the node", "Leave it out."]);
    }
    if (valueIn(container, "securityContext", "allowPrivilegeEscalation") !== false) {
      privileges.push([
        `${field}.allowPrivilegeEscalation`,
        "lets a process gain rights that the container has not",
        "Set it to false.",
      ]);
    }
    const dropped = valueIn(container, "securityContext", "capabilities", "drop");
    if (!Array.isArray(dropped) || !dropped.includes("ALL")) {
      privileges.push([
        `${field}.capabilities`,
        "keeps capabilities of root",
        "Drop ALL, and add those that are needed.",
      ]);
    }
    return privileges;
  });
}
