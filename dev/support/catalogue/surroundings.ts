import fc from "fast-check";
import type { z } from "zod";
import { argocdSpec } from "../../../components/argocd/spec";
import { CONTROLLER_NAMESPACE } from "../../../components/application/children";
import { clusterSpec } from "../../../components/cluster/spec";
import { repositorySpec, sourcesSpec } from "../../../components/repository/spec";
import { environmentSchema } from "../../../config/schema";
import { SecretValue } from "../../../core/secret";
import { arbitraryOf } from "../schema/arbitrary";

/** The namespaces that environments are in. */
export const NAMESPACES = [CONTROLLER_NAMESPACE, "agentgateway-stage", "team-a"];

const HTTPS = "https://git.example.com/platform.git";
const SSH = "git@github.com:acme/platform.git";
const url = fc.constantFrom(HTTPS, "http://127.0.0.1:8080/a%20b.git");

const KEY = new SecretValue("generated");

const kubeconfigFrom = fc.constantFrom({ stack: "acme/clusters/far" }, { stack: "acme/infra/hub", output: "hub" });

/** How Argo CD reaches a cluster. */
const fromArgoCd = fc.constantFrom<object | undefined>(
  undefined,
  { server: "https://10.0.0.5:6443", proxyUrl: "http://proxy.internal:3128" },
  { tlsServerName: "api", identity: { aws: { clusterName: "far" }, group: "argocd" } },
);

/** A repository with one form of credentials, whole, at an address that the form is for. */
const repository = fc
  .record({
    spec: arbitraryOf(repositorySpec, {
      url,
      enterpriseUrl: fc.constant("https://github.example.com/api/v3"),
    }) as fc.Arbitrary<z.input<typeof repositorySpec>>,
    form: fc.constantFrom("none", "password", "sshPrivateKey", "githubApp"),
  })
  .map(({ spec: { username, githubApp, url, branch }, form }) => {
    const repository = { url, branch };
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
    drift: arbitraryOf(environmentSchema.shape.drift),
    automation: arbitraryOf(environmentSchema.shape.automation),
    adopt: arbitraryOf(environmentSchema.shape.adopt),
    // What an Argo CD of one's own is like is no object of an environment.
    argocd: arbitraryOf(argocdSpec.pick({ mode: true, kubeconfig: true, kubeconfigFrom: true, context: true }), {
      kubeconfigFrom,
    }) as fc.Arbitrary<{ mode?: string }>,
    cluster: arbitraryOf(clusterSpec.omit({ argocd: true }), {
      name: fc.constantFrom("far", "in-cluster"),
      kubeconfigFrom,
    }) as fc.Arbitrary<Cluster>,
    fromArgoCd,
  })
  .filter(({ namespace, cluster }) => namespace !== CONTROLLER_NAMESPACE || cluster.controlPlane !== "existing")
  .map(({ cluster: { name, argocdUser, ...cluster }, fromArgoCd: argocd, ...rest }) => {
    const existing = cluster.controlPlane === "existing";
    // An Argo CD of one's own runs in the cluster itself. A hub's does so only where another stack has the control plane.
    const far = rest.argocd.mode === "hub" && !(existing && name === "in-cluster");
    return {
      ...rest,
      cluster: {
        ...cluster,
        ...(far && { name: "far" }),
        // Elsewhere it is known who Argo CD is.
        ...(far && existing && argocdUser !== undefined && { argocdUser }),
        ...(far && !existing && argocd !== undefined && { argocd }),
      },
    };
  });

interface Cluster {
  name?: string;
  controlPlane?: string;
  argocdUser?: string;
}
