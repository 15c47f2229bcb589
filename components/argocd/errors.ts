import type { ValidationError } from "../../core/errors";
import { ARGOCD_NAMESPACE } from "./namespace";
import { checksums, filesOf, INSTALLABLE } from "./releases";
import type { ArgoCdSpec } from "./spec";
import { webhookErrors } from "./webhook/build";

/** What is wrong with an Argo CD that a stack installs, beyond what its fields can tell alone. */
export function argocdErrors(spec: ArgoCdSpec): ValidationError[] {
  return spec.mode === "install"
    ? [
        ...otherNamespace(spec),
        ...otherApplicationNamespace(spec),
        ...unknownRelease(spec),
        ...strayChecksums(spec),
        ...unreachable(spec),
        ...webhookErrors(spec.webhook),
      ]
    : [];
}

function otherNamespace({ namespace }: ArgoCdSpec): ValidationError[] {
  if (namespace === ARGOCD_NAMESPACE) return [];
  return [
    {
      path: "argocd.namespace",
      problem: `is "${namespace}", and this stack installs an Argo CD, which goes into ${ARGOCD_NAMESPACE}`,
      remedy: `Remove it; or, to use the Argo CD that runs in ${namespace}: argocd.mode: existing.`,
    },
  ];
}

function otherApplicationNamespace({ applicationNamespace }: ArgoCdSpec): ValidationError[] {
  if (applicationNamespace === undefined) return [];
  return [
    {
      path: "argocd.applicationNamespace",
      problem: `is "${applicationNamespace}", and the Argo CD that this stack installs looks at Applications in its own namespace alone`,
      remedy: "Remove it.",
    },
  ];
}

function unknownRelease(spec: ArgoCdSpec): ValidationError[] {
  const unknown = filesOf(spec).filter(([, sha256]) => sha256 === undefined);
  if (unknown.length === 0) return [];
  const known = Object.keys(checksums).join(", ");
  return [
    {
      path: "argocd.version",
      problem: `"${spec.version}" is not a release that is known here (${known}), and argocd.sha256 lacks ${unknown
        .map(([path]) => path)
        .join(", ")}`,
      remedy: `Choose one that is known, or add what this prints to argocd.sha256, after a look at the files: for f in ${unknown
        .map(([path]) => path)
        .join(
          " ",
        )}; do curl -fsSL https://raw.githubusercontent.com/argoproj/argo-cd/v${spec.version}/manifests/$f | sha256sum; done`,
    },
  ];
}

function strayChecksums({ sha256 }: ArgoCdSpec): ValidationError[] {
  return Object.keys(sha256)
    .filter((path) => !INSTALLABLE.includes(path))
    .map((path) => ({
      path: `argocd.sha256.${path}`,
      problem: "is none of the files that are installed",
      remedy: `There are: ${INSTALLABLE.join(", ")}.`,
    }));
}

/** The identity provider sends users back to Argo CD, so it has to know where that is. */
function unreachable({ sso, url }: ArgoCdSpec): ValidationError[] {
  if (sso === undefined || url !== undefined) return [];
  return [
    {
      path: "argocd.url",
      problem: "is missing, and argocd.sso needs it",
      remedy: "Set it to the address at which users reach Argo CD, such as https://argocd.example.com.",
    },
  ];
}
