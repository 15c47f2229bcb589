import type { Environment } from "../../config/schema";
import type { PlainObject } from "../../core/merge";
import { SecretValue } from "../../core/secret";
import type { KubernetesObject } from "../../kube/object";
import type { ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { KubeApi } from "../sandbox/cluster/api";
import { kubeconfig } from "../sandbox/cluster/kubeconfig";
import { ApiServer } from "./apiServer";
import { startControlPlane, type ControlPlane } from "./controlPlane";
import { environment } from "./environment";

/** An API server and its store for the tests of a suite, which it ends with. To be made within `describe`. */
export class BareCluster {
  #plane: ControlPlane | undefined;
  #server: ApiServer | undefined;

  constructor() {
    before(async () => {
      this.#plane = await startControlPlane();
      this.#server = new ApiServer(this.#plane.access);
    });
    after(async () => {
      this.#server?.close();
      await this.#plane?.stop();
    });
  }

  get access(): ClusterAccess {
    return (this.#plane as ControlPlane).access;
  }

  get server(): ApiServer {
    return this.#server as ApiServer;
  }

  get kubeconfig(): string {
    return kubeconfig([this.access]);
  }

  /** The token of a ServiceAccount that may do this and nothing else. */
  async tokenOf(name: string, rules: readonly object[]): Promise<string> {
    const metadata = { name, namespace: "default" };
    await this.server.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata });
    const rbac = "rbac.authorization.k8s.io";
    const role = { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name } };
    await this.server.apply({ ...role, rules });
    const roleRef = { apiGroup: rbac, kind: "ClusterRole", name };
    const subjects = [{ kind: "ServiceAccount", ...metadata }];
    await this.server.apply({ ...role, kind: "ClusterRoleBinding", roleRef, subjects });
    const api = new KubeApi(this.access);
    const { body } = await api.create(`/api/v1/namespaces/default/serviceaccounts/${name}/token`, {});
    api.close();
    return (body as { status: { token: string } }).status.token;
  }

  /** An environment that has this cluster for its own and for Argo CD's. */
  environment(layer: PlainObject, cluster: PlainObject): Environment {
    const secret = new SecretValue(this.kubeconfig);
    return environment({
      ...layer,
      cluster: { kubeconfig: secret, ...cluster, ...(layer.cluster as object) },
      argocd: { kubeconfig: secret, ...(layer.argocd as object) },
    });
  }
}

/** A CRD as small as the API server takes it, which takes every field. */
export function smallCrd(
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope = "Namespaced",
): KubernetesObject {
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    // What is protected can't be made without it.
    metadata: { name: `${plural}.${group}`, annotations: { "api-approved.kubernetes.io": "unapproved, a test" } },
    spec: { group, scope, names: { plural, kind }, versions: [{ name: version, served: true, storage: true, schema }] },
  };
}
