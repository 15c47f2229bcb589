import type { ValidationError } from "../../core/errors";
import { isAlwaysAllowed } from "../application/namespacedKinds";
import { kindOf } from "./kinds";
import type { AllowedKindsSpec } from "./spec";

/** Why no stack can allow a kind, and what to do. */
interface Refusal {
  problem: string;
  remedy: string;
}

const ELSEWHERE = "Have whoever administers the cluster deploy it, beside this program.";

/** What a commit must never bring: by it, whoever may write to Git would get rights that the environment has not. */
const refusals: readonly (Refusal & { kinds: readonly string[] })[] = [
  {
    kinds: ["Secret"],
    problem: "would put keys into Git",
    remedy:
      "Let a program make the Secret, by a kind such as ExternalSecret.external-secrets.io, and name it in existingSecrets.",
  },
  {
    kinds: ["Namespace"],
    problem: "is the stack's to make",
    remedy: "The environment's namespace is the stack's: set it in Pulumi.<stack>.yaml.",
  },
  {
    kinds: ["GatewayClass.gateway.networking.k8s.io"],
    problem: "is the controller's to make",
    remedy: "The controller makes the GatewayClass.",
  },
  {
    kinds: ["*.rbac.authorization.k8s.io"],
    problem: "would let a commit give rights to anybody",
    remedy: ELSEWHERE,
  },
  {
    kinds: ["*.admissionregistration.k8s.io"],
    problem: "would let a commit change what the API server refuses",
    remedy: ELSEWHERE,
  },
  {
    kinds: ["*.apiextensions.k8s.io", "*.apiregistration.k8s.io", "Node", "*.flowcontrol.apiserver.k8s.io"],
    problem: "would let a commit change the cluster itself",
    remedy: ELSEWHERE,
  },
  {
    kinds: ["*.certificates.k8s.io", "*.authentication.k8s.io", "*.authorization.k8s.io"],
    problem: "would let a commit ask for credentials of the cluster",
    remedy: ELSEWHERE,
  },
  {
    kinds: ["Application.argoproj.io", "ApplicationSet.argoproj.io", "AppProject.argoproj.io"],
    problem: "would let a commit deploy to other places, with the rights of Argo CD",
    remedy: "Put what it deploys under k8s/base, or have another repository deploy it.",
  },
  {
    kinds: ["Pod", "ReplicaSet.apps", "ReplicationController"],
    problem: "can't be kept from running with the rights of the controller",
    remedy: "Write a Deployment, or allow StatefulSet.apps, DaemonSet.apps, Job.batch or CronJob.batch.",
  },
  {
    kinds: [
      "Event",
      "Event.events.k8s.io",
      "Endpoints",
      "EndpointSlice.discovery.k8s.io",
      "Lease.coordination.k8s.io",
      "CertificateRequest.cert-manager.io",
    ],
    problem: "is left alone by Argo CD, which deploys none (resource.exclusions)",
    remedy: "Let the program make it whose kind it is.",
  },
];

/** The other kinds of the core, so that a group that was forgotten is found. */
const CORE = ["LimitRange", "PersistentVolume", "PersistentVolumeClaim", "PodTemplate", "ResourceQuota"];

/** Kinds that Kubernetes has in a group, by the name that is left where the group is forgotten. */
const GROUPS: Record<string, string> = {
  StatefulSet: "apps",
  DaemonSet: "apps",
  Job: "batch",
  CronJob: "batch",
  Ingress: "networking.k8s.io",
  ExternalSecret: "external-secrets.io",
  SecretStore: "external-secrets.io",
  ClusterSecretStore: "external-secrets.io",
  SealedSecret: "bitnami.com",
  Certificate: "cert-manager.io",
  Issuer: "cert-manager.io",
  ClusterIssuer: "cert-manager.io",
  PodMonitor: "monitoring.coreos.com",
  ServiceMonitor: "monitoring.coreos.com",
  PrometheusRule: "monitoring.coreos.com",
  InferencePool: "inference.networking.k8s.io",
  VaultStaticSecret: "secrets.hashicorp.com",
  VaultAuth: "secrets.hashicorp.com",
  VaultConnection: "secrets.hashicorp.com",
};

/** Well-known kinds without a namespace. Of others only the cluster knows. */
const CLUSTER_WIDE = [
  "PersistentVolume",
  "StorageClass.storage.k8s.io",
  "VolumeSnapshotClass.snapshot.storage.k8s.io",
  "IngressClass.networking.k8s.io",
  "PriorityClass.scheduling.k8s.io",
  "RuntimeClass.node.k8s.io",
  "ClusterSecretStore.external-secrets.io",
  "ClusterExternalSecret.external-secrets.io",
  "ClusterIssuer.cert-manager.io",
];

/** Well-known kinds with a namespace, which a kind that is called cluster-wide may turn out to be. */
const NAMESPACED = [
  "PersistentVolumeClaim",
  "StatefulSet.apps",
  "DaemonSet.apps",
  "Job.batch",
  "CronJob.batch",
  "Ingress.networking.k8s.io",
  "ExternalSecret.external-secrets.io",
  "SecretStore.external-secrets.io",
  "SealedSecret.bitnami.com",
  "Certificate.cert-manager.io",
  "Issuer.cert-manager.io",
];

/** Why a kind is one that no stack can allow; nothing where it can. */
export function refusalOf(name: string): Refusal | undefined {
  const { group } = kindOf(name);
  return refusals.find(({ kinds }) => kinds.includes(name) || kinds.includes(`*.${group}`));
}

/** Whether a kind has no namespace, as far as its name tells. */
export function seemsClusterWide(name: string): boolean {
  return CLUSTER_WIDE.includes(name) || (name.startsWith("Cluster") && !name.endsWith(".k8s.io"));
}

/** What is wrong with the kinds that a stack allows. */
export function kindErrors(spec: AllowedKindsSpec): ValidationError[] {
  return Object.entries(spec).flatMap(([name, { clusterWide }]) => {
    const path = `allowedKinds.${name}`;
    const problem = problemOf(name, clusterWide);
    return problem ? [{ path, ...problem }] : [];
  });
}

function problemOf(name: string, clusterWide: readonly string[] | undefined): Refusal | undefined {
  const { group, kind } = kindOf(name);
  const refusal = refusalOf(name);
  if (refusal) return { ...refusal, problem: `can't be allowed: it ${refusal.problem}` };
  if (isAlwaysAllowed({ group, kind }))
    return { problem: "is allowed in every environment already", remedy: "Remove it." };
  if (group === "" && !CORE.includes(kind))
    return {
      problem: "is no kind without a group",
      remedy: `Write its group, too, as \`kubectl api-resources\` shows it: ${kind}.${GROUPS[kind] ?? "example.com"}.`,
    };
  if (CLUSTER_WIDE.includes(name) && clusterWide === undefined)
    return {
      problem: "has no namespace, so the objects that may be deployed must be named",
      remedy: `Name them: ${name}: { clusterWide: [<name>] }.`,
    };
  if (NAMESPACED.includes(name) && clusterWide !== undefined)
    return { problem: "has a namespace, and is called cluster-wide", remedy: "Remove clusterWide." };
  return undefined;
}
