import { gt } from "semver";
import { versions } from "../../components/versions";
import type { ValidationError } from "../../core/errors";
import type { LiveObject } from "../../kube/live";

/** An Argo CD that is newer than the one of this program would be set back, which its data may not survive. */
export function newerArgoCd(workloads: readonly LiveObject[]): ValidationError[] {
  return workloads
    .filter(({ metadata }) => metadata.name === "argocd-server")
    .flatMap(imagesOf)
    .flatMap((image) => /\/argocd:v(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? [])
    .filter((version) => gt(version, versions.argocd))
    .map((version) => ({
      path: "Argo CD",
      problem: `is of version ${version}, and this program installs ${versions.argocd}`,
      remedy: "Take over with a release of this program that has that version, or a newer one.",
    }));
}

function imagesOf({ spec }: LiveObject): string[] {
  const { template } = spec as { template?: { spec?: { containers?: { image?: string }[] } } };
  return (template?.spec?.containers ?? []).flatMap(({ image }) => image ?? []);
}
