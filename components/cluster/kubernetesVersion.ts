import type { Environment } from "../../config/schema";
import type { Findings } from "./findings";

/** What an API server says of its version. */
export interface ServerVersion {
  major?: string;
  /** Of some providers with a `+`. */
  minor?: string;
}

/**
 * The oldest minor release of Kubernetes 1 that agentgateway 1.4 supports.
 * Source: https://agentgateway.dev/docs/kubernetes/latest/reference/versions/
 */
const OLDEST = 31;
/** The newest that this program was tested with, in the sandbox. */
const NEWEST = 37;
/**
 * Those that a release of Argo CD was tested with by its makers.
 * Source: https://argo-cd.readthedocs.io/en/release-3.6/operator-manual/tested-kubernetes-versions/
 */
const ARGOCD = { release: "3.6", first: 34, last: 37 };

/** Judges the release of Kubernetes of an environment's cluster. */
export function versionFindings(
  { major, minor }: ServerVersion,
  { argocd, delivery }: Pick<Environment, "argocd" | "delivery">,
): Findings {
  const release = /^\d+/.exec(minor ?? "")?.[0];
  if (major !== "1" || release === undefined) return { errors: [] };
  const of = Number(release);
  const path = "cluster.kubeconfig";
  const problem = `leads to a cluster of Kubernetes 1.${of}`;
  if (of < OLDEST) {
    const needs = `agentgateway 1.4 needs 1.${OLDEST} or newer`;
    return { errors: [{ path, problem: `${problem}, and ${needs}`, remedy: "Upgrade the cluster." }] };
  }
  const installs =
    delivery !== "direct" && argocd.mode === "install" && argocd.version.startsWith(`${ARGOCD.release}.`);
  const warnings = [
    ...(of > NEWEST ? [`which is newer than any that this program was tested with (1.${NEWEST})`] : []),
    ...(installs && of < ARGOCD.first
      ? [`and Argo CD ${ARGOCD.release} was tested by its makers with 1.${ARGOCD.first} to 1.${ARGOCD.last}`]
      : []),
  ];
  return { errors: [], warnings: warnings.map((warning) => `${path} ${problem}, ${warning}.`) };
}
