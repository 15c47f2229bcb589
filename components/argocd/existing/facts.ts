import type { Installer } from "../../application/protection";
import type { KnownRepository } from "../../repository/scoped";
import type { LooksAt } from "./applicationNamespaces";
import type { Data } from "../settings";

/** An Argo CD that a stack has not installed, as its cluster shows it. What may not be read is not there. */
export interface ExistingArgoCd {
  installer: Installer;
  /** Its ConfigMap `argocd-cm`, where there is one. */
  settings?: Settings | "missing" | undefined;
  /** Namespaces of the cluster with an `argocd-cm`, read where this one has none. */
  elsewhere?: readonly string[] | undefined;
  /** Its release, where its images tell. */
  version?: string | undefined;
  /** ServiceAccount of its application controller. */
  account?: string | undefined;
  /** What the Secret of the cluster that it runs in limits it to. */
  limits?: { namespaces: readonly string[]; clusterResources: boolean } | undefined;
  /** Fields that this program uses and its CRDs lack. */
  unknownFields: readonly string[];
  /** Applications under the names of the environment's that its root has not made. */
  foreign: readonly string[];
  repositories?: readonly KnownRepository[] | undefined;
  /** Where its parts look at Applications, read where those of the environment are to be in a namespace of their own, which may be missing. */
  applicationNamespaces?: readonly LooksAt[] | "missing" | undefined;
  /** Where its owner writes that. Default: the ConfigMap that it reads. */
  parametersPlace?: string | undefined;
}

/** The settings of an Argo CD. */
export interface Settings {
  data: Data;
  /** Where its owner writes them, since what manages it overwrites the ConfigMap. */
  place: string;
  /** Name of the ArgoCD of an operator that manages it, where one does. */
  operator?: string | undefined;
}
