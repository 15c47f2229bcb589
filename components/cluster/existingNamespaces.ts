import type { ValidationError } from "../../core/errors";
import type { ClusterReader } from "../../kube/reach";
import { ifForbidden } from "../../kube/request";
import { environmentNamespaces, type InNamespaces } from "./namespaces";
import { hasArgoCd } from "./otherArgoCd";
import { OWNER } from "./owner";

/** Why an environment can't use the namespaces that somebody else makes. */
export async function existingNamespaceErrors(
  reader: ClusterReader,
  placed: InNamespaces,
  owner: string,
): Promise<ValidationError[]> {
  const found = await Promise.all(
    environmentNamespaces(placed).map(async (name) => {
      const [live, argocd] = await Promise.all([
        readNamespace(reader, name),
        hasArgoCd(reader, name).catch(ifForbidden(false)),
      ]);
      return { name, live, argocd };
    }),
  );
  return found.flatMap(({ name, live, argocd }) => {
    if (live === undefined) return []; // Who may not read a namespace finds out when the first object is created.
    const stack = live === "missing" ? undefined : live.metadata.annotations?.[OWNER];
    const [problem, remedy] = reasonAgainst(name, { missing: live === "missing", stack, argocd }, owner) ?? [];
    return problem === undefined
      ? []
      : [{ path: "cluster.namespaces.mode", problem: `is existing, but ${problem}`, remedy }];
  });
}

type Annotated = { metadata: { annotations?: Record<string, string> } };

async function readNamespace(reader: ClusterReader, name: string): Promise<Annotated | "missing" | undefined> {
  const answer = await reader.readIfAllowed<Annotated>(`/api/v1/namespaces/${name}`);
  return answer && (answer.found ?? "missing");
}

function reasonAgainst(
  name: string,
  { missing, stack, argocd }: { missing: boolean; stack: string | undefined; argocd: boolean },
  owner: string,
): [problem: string, remedy: string] | undefined {
  if (missing)
    return [
      `the cluster has no namespace ${name}`,
      "Have it made first; or have this stack make it: cluster.namespaces.mode: install.",
    ];
  // A commit to the environment must not reach it.
  if (argocd) return [`an Argo CD is in the namespace ${name}`, "Choose another namespace."];
  if (stack === owner)
    return [
      `this stack has made the namespace ${name}, and would delete it now`,
      `Hand it over first: kubectl annotate namespace ${name} ${OWNER}-`,
    ];
  return stack === undefined
    ? undefined
    : [`the namespace ${name} belongs to the stack ${stack}`, "Choose another namespace."];
}
