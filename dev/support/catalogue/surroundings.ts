import fc from "fast-check";
import type { z } from "zod";
import { argocdSpec } from "../../../components/argocd/spec";
import { CONTROLLER_NAMESPACE } from "../../../components/controller/namespace";
import { namespacesSpec } from "../../../components/cluster/namespaces";
import { clusterSpec } from "../../../components/cluster/spec";
import { repositorySpec, sourcesSpec } from "../../../components/repository/spec";
import { digestOf } from "../../../components/controller/contents/digest";
import { controlPlaneSpec } from "../../../components/controller/spec";
import { chartValues } from "../../../components/controller/values/spec";
import { environmentSchema } from "../../../config/schema";
import { SecretValue } from "../../../core/secret";
import { arbitraryOf } from "../schema/arbitrary";
import { filled } from "../schema/filled";
import { common } from "./values";

/** The namespaces that environments are in. */
export const NAMESPACES = [CONTROLLER_NAMESPACE, "agentgateway-stage", "team-a"];

const HTTPS = "https://git.example.com/platform.git";
const SSH = "git@github.com:acme/platform.git";
const url = fc.constantFrom(HTTPS, "http://127.0.0.1:8080/a%20b.git");

const KEY = new SecretValue("generated");

const kubeconfigFrom = fc.constantFrom<object>(
  { stack: "acme/clusters/far" },
  { stack: "acme/infra/hub", output: "hub" },
  { inCluster: true },
);

const CA = Buffer.from("-----BEGIN CERTIFICATE-----").toString("base64");
const program = { command: "tsh", args: ["kube"], env: { HOME: "/tmp" }, installHint: "put tsh into the image" };
const apiVersion = "client.authentication.k8s.io/v1";

/** Labels are of namespaces that the stack makes. */
const namespaces = fc.oneof(
  fc.constant({ mode: "existing" }),
  fc.record({
    mode: fc.constant("install"),
    labels: arbitraryOf(namespacesSpec.shape.labels),
    annotations: arbitraryOf(namespacesSpec.shape.annotations),
  }),
);

/** How Argo CD reaches a cluster. */
const fromArgoCd = fc.constantFrom<object | undefined>(
  undefined,
  { server: "https://10.0.0.5:6443", caData: CA, proxyUrl: "http://proxy.internal:3128" },
  { tlsServerName: "api", identity: { aws: { clusterName: "far" }, group: "argocd" } },
  {
    identity: { aws: { clusterName: "f", roleArn: "arn:aws:iam::123456789012:role/a", profile: "p" }, user: "argocd" },
  },
  { identity: { gcp: true, user: "argocd@project.iam.gserviceaccount.com" } },
  { identity: { azure: { env: { AAD_LOGIN_METHOD: "workloadidentity" } }, user: "argocd" } },
  { identity: { exec: { ...program, apiVersion }, group: "argocd" } },
  { identity: { exec: { ...program, apiVersion: `${apiVersion}beta1` }, group: "argocd" } },
);

/** Rules for images: of a registry, of a part of one, of an image. */
const images = fc.constantFrom<object>(
  {},
  { "cr.agentgateway.dev": "mirror.example.com/agentgateway" },
  { "docker.io": "localhost:5000/hub", "quay.io": "mirror.example.com" },
);

/** The control plane that a stack installs, mostly with the values of its chart. */
const controlPlane = arbitraryOf(controlPlaneSpec.omit({ values: true, otherValues: true, contents: true }), {
  version: fc.constantFrom("1.4.0", "1.4.1"),
}) as fc.Arbitrary<object>;

/** A control plane whose charts are of another release, or have been looked into all the same. */
function ofOtherCharts(given: object): object {
  const other = { ...given, version: "1.5.0", otherValues: { rbac: { gatewayNamespaces: [CONTROLLER_NAMESPACE] } } };
  const group = "rbac.authorization.k8s.io";
  const objects = [
    `ClusterRole.${group} agentgateway-deployer`,
    "CustomResourceDefinition.apiextensions.k8s.io agentgatewaywidgets.agentgateway.dev",
    `RoleBinding.${group} ${CONTROLLER_NAMESPACE}/agentgateway-local`,
  ];
  const values = digestOf(controlPlaneSpec.parse(other));
  return { ...other, contents: { version: other.version, values, objects, former: [objects[0]] } };
}

const LABEL = "kubernetes.io/metadata.name";
const chartOf = arbitraryOf(filled(chartValues), {
  // Each selects all namespaces, the environment's among them.
  discoveryNamespaceSelectors: fc.constant([
    { matchLabels: { team: "a" } },
    {
      matchExpressions: [
        { key: LABEL, operator: "Exists" },
        { key: LABEL, operator: "NotIn", values: ["other"] },
        { key: "team", operator: "DoesNotExist" },
      ],
    },
    { matchExpressions: [{ key: "team", operator: "In", values: ["a"] }] },
  ]),
  commonLabels: fc.constant({ team: "a" }),
  podLabels: fc.constant({ team: "b" }),
  resources: fc.constant({ requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "2", memory: "2Gi" } }),
}) as fc.Arbitrary<object>;

/** Values of the controller's chart. They are many, so they are seldom there, and then all of them are. */
const values = fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: chartOf });

/** A repository with one form of credentials, whole, at an address that the form is for. */
const repository = fc
  .record({
    spec: arbitraryOf(repositorySpec, {
      url,
      enterpriseUrl: fc.constant("https://github.example.com/api/v3"),
    }) as fc.Arbitrary<z.input<typeof repositorySpec>>,
    form: fc.constantFrom("none", "password", "existingSecret", "sshPrivateKey", "githubApp"),
  })
  .map(({ spec: { username, githubApp, url, branch }, form }) => {
    const repository = { url, branch };
    if (form === "existingSecret") return { ...repository, existingSecret: "repository" };
    if (form === "password") return { ...repository, username, password: KEY };
    if (form === "sshPrivateKey") return { ...repository, url: SSH, sshPrivateKey: KEY };
    if (form === "none" || githubApp === undefined) return repository;
    return { ...repository, url: HTTPS, githubApp: githubApp && { ...githubApp, privateKey: KEY } };
  });

/** The rest of an environment: where it runs, and where it comes from. */
export const surroundings = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    // With `none` there is no environment.
    delivery: fc.constantFrom(undefined, "gitops", "direct"),
    repository,
    sources: arbitraryOf(sourcesSpec, {
      charts: fc.constantFrom("oci://charts.example.com/mirror", "https://charts.example.com"),
      gatewayApi: url,
    }),
    application: arbitraryOf(environmentSchema.shape.application, {
      schedule: fc.constantFrom("0 22 * * 5", "*/15 8-18 1,31 dec mon-fri"),
      timeZone: fc.constantFrom("UTC", "Asia/Kolkata"),
    }),
    images,
    pods: arbitraryOf(environmentSchema.shape.pods, common),
    controlPlane: fc
      .record({ controlPlane, values, isOther: fc.boolean() })
      .map(({ controlPlane, values, isOther }) => {
        const given = { ...controlPlane, ...(values && { values }) };
        return isOther ? ofOtherCharts(given) : given;
      }),
    drift: arbitraryOf(environmentSchema.shape.drift),
    allowedKinds: fc.constantFrom<object>(
      {},
      { "ExternalSecret.external-secrets.io": {}, "CronJob.batch": { resource: "cronjobs" } },
      { "ClusterSecretStore.external-secrets.io": { clusterWide: ["vault"] } },
    ),
    automation: arbitraryOf(environmentSchema.shape.automation),
    adopt: arbitraryOf(environmentSchema.shape.adopt),
    // What an Argo CD of one's own is like is no object of an environment.
    argocd: (
      arbitraryOf(
        argocdSpec.pick({
          ...{ mode: true, kubeconfig: true, kubeconfigFrom: true, context: true },
          ...{ namespace: true, applicationNamespace: true },
        }),
        {
          kubeconfigFrom,
          namespace: fc.constantFrom("argocd", "openshift-gitops"),
          applicationNamespace: fc.constantFrom(undefined, "argocd", "applications-of-ours"),
        },
      ) as fc.Arbitrary<ArgoCd>
    ).map(({ namespace, applicationNamespace, ...argocd }) =>
      argocd.mode === "existing" ? { ...argocd, namespace, applicationNamespace } : argocd,
    ),
    cluster: arbitraryOf(clusterSpec.omit({ argocd: true }), {
      name: fc.constantFrom("far", "in-cluster"),
      kubeconfigFrom,
      namespaces,
    }) as fc.Arbitrary<Cluster>,
    fromArgoCd,
  })
  .filter(({ namespace, cluster }) => namespace !== CONTROLLER_NAMESPACE || cluster.controlPlane !== "existing")
  .map(({ cluster: { name, argocdUser, gatewayApi, ...cluster }, fromArgoCd: argocd, controlPlane, ...rest }) => {
    const existing = cluster.controlPlane === "existing";
    // An Argo CD of one's own runs in the cluster itself. A hub's does so only where another stack has the control plane, and one
    // that is there already where nothing leads to another cluster.
    const { mode, kubeconfig, kubeconfigFrom } = rest.argocd;
    const near = name === "in-cluster" && (existing || (kubeconfig ?? kubeconfigFrom) === undefined);
    const far = mode === "existing" && !near;
    return {
      ...rest,
      ...(!existing && { controlPlane }),
      cluster: {
        ...cluster,
        ...(far && { name: "far" }),
        ...(!existing && gatewayApi !== undefined && { gatewayApi }),
        // Elsewhere it is known who Argo CD is.
        ...(far && existing && argocdUser !== undefined && { argocdUser }),
        ...(far && !existing && (argocd ?? reachable(cluster)) && { argocd: { ...argocd, ...reachable(cluster) } }),
      },
    };
  });

/** What Argo CD has to know of a cluster whose kubeconfig leads to an address for its pods alone. */
function reachable({ kubeconfigFrom: from }: Cluster): object | undefined {
  return from?.inCluster ? { server: "https://10.0.0.5:6443" } : undefined;
}

interface ArgoCd {
  mode?: string;
  kubeconfig?: unknown;
  kubeconfigFrom?: unknown;
  namespace?: string;
  applicationNamespace?: string | undefined;
}

interface Cluster {
  name?: string;
  kubeconfigFrom?: { inCluster?: boolean };
  controlPlane?: string;
  gatewayApi?: string;
  argocdUser?: string;
}
