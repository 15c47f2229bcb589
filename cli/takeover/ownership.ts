import { ARGOCD_MANAGER } from "../../kube/managedFields";
import type { FieldSet, ManagedFields } from "../../kube/live";

/** Begins the name of the manager of what was set before and is not in the program: it stays until somebody removes it. */
const BEFORE = "before-takeover";

/** Whoever applied the object before: by hand, or Argo CD from Git. */
const APPLIED = /^(kubectl|argocd-controller$)/;
const PULUMI = /^pulumi-kubernetes/;

/**
 * Makes Pulumi the only owner of the fields that it sets, so that it can remove one again, and gives the others a name of
 * their own: at its next update Pulumi would take over what kubectl applied, and then remove what the program does not say.
 */
export function claimed(managedFields: ManagedFields[]): ManagedFields[] {
  const ours = managedFields.find(({ manager, operation }) => PULUMI.test(manager ?? "") && operation === "Apply");
  if (ours === undefined) return managedFields;
  return managedFields.flatMap((entry) => {
    if (entry.subresource || !APPLIED.test(entry.manager ?? "")) return [entry];
    const fieldsV1 = without(entry.fieldsV1 ?? {}, ours.fieldsV1 ?? {});
    if (Object.keys(fieldsV1).length === 0) return [];
    const manager = `${BEFORE}:${entry.manager}`;
    return [{ ...entry, manager, operation: "Update", fieldsV1 }];
  });
}

/**
 * Makes what Argo CD applied on the client's side its own by server-side apply. Else a field that the new tree does not say
 * would stay, and Argo CD could not even compare where the API server takes only one of the old and the new one.
 */
export function appliedByServer(managedFields: ManagedFields[]): ManagedFields[] {
  const isArgoCd = ({ manager, subresource }: ManagedFields) => manager === ARGOCD_MANAGER && !subresource;
  const theirs = managedFields.filter(isArgoCd);
  const [first] = theirs;
  if (first === undefined || theirs.every(({ operation }) => operation === "Apply")) return managedFields;
  const fieldsV1 = theirs.map((entry) => entry.fieldsV1 ?? {}).reduce(union);
  return [...managedFields.filter((entry) => !isArgoCd(entry)), { ...first, operation: "Apply", fieldsV1 }];
}

function union(fields: FieldSet, others: FieldSet): FieldSet {
  const keys = new Set([...Object.keys(fields), ...Object.keys(others)]);
  return Object.fromEntries([...keys].map((key) => [key, union(fields[key] ?? {}, others[key] ?? {})]));
}

/** The fields of one set that are not in another. */
function without(fields: FieldSet, others: FieldSet): FieldSet {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, inner]): [string, FieldSet][] => {
      const other = others[key];
      if (other === undefined) return [[key, inner]];
      const rest = without(inner, other);
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}
