import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../kube/object";
import { versionPath } from "../../kube/kinds";
import { messageIn, type Answer } from "../../kube/request";
import { KubeApi } from "../sandbox/cluster/api";
import type { ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { until } from "../../core/until";

/** Its first answer about a large CustomResourceDefinition takes a while, the more so on a busy machine. */
const ANSWER_SECONDS = 120;
const CRD_SECONDS = 300;

/** Where the objects of a kind are. */
interface Resource {
  kind: string;
  name: string;
  namespaced: boolean;
}

interface Crd extends KubernetesObject {
  status?: { conditions?: { type: string; status: string }[] };
}

/** An API server that validates objects. Its connections are few and kept open. */
export class ApiServer {
  readonly #api: KubeApi;
  readonly #resources = new Map<string, Promise<Resource[]>>();
  readonly #namespaces = new Map<string, Promise<void>>();

  constructor(access: ClusterAccess) {
    this.#api = new KubeApi(access, ANSWER_SECONDS * 1000);
  }

  /** Makes the CustomResourceDefinitions that are in some files, and waits until their kinds are served. */
  async serve(files: readonly string[]): Promise<void> {
    const crds = files
      .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS() as Crd | null))
      .filter((object) => object?.kind === "CustomResourceDefinition");
    for (const crd of crds) {
      if (!(await until(() => this.#takes(crd as Crd), CRD_SECONDS * 1000)))
        throw new Error(`waited ${CRD_SECONDS} s in vain for ${crd?.metadata.name} to be taken`);
    }
    for (const crd of crds) {
      const established = async () => {
        const { body } = await this.#api.get(await this.#path(crd as Crd));
        return ((body as Crd).status?.conditions ?? []).some(
          ({ type, status }) => type === "Established" && status === "True",
        );
      };
      if (!(await until(established, CRD_SECONDS * 1000)))
        throw new Error(`waited ${CRD_SECONDS} s in vain for the kind of ${crd?.metadata.name}`);
    }
  }

  /** Makes an object; no, where the server gave up on it because it is busy. */
  async #takes(object: KubernetesObject): Promise<boolean> {
    const answer = await this.#api.apply(await this.#path(object), object);
    if (answer.status === 504) return false;
    const refusal = refusalIn(answer);
    if (refusal !== undefined) throw new Error(`${object.kind} ${object.metadata.name}: ${refusal}`);
    return true;
  }

  /** An object as it is now. */
  async read({ apiVersion, kind, metadata }: KubernetesObject): Promise<KubernetesObject> {
    const { status, body } = await this.#api.get(await this.#path({ apiVersion, kind, metadata }));
    if (status !== 200) throw new Error(`${kind} ${metadata.name}: status ${status}`);
    return body as KubernetesObject;
  }

  /** Makes an object. */
  async apply(object: KubernetesObject): Promise<void> {
    if (!(await this.#takes(object))) throw new Error(`${object.kind} ${object.metadata.name}: the server is busy`);
  }

  /** Makes a namespace, once. */
  ensureNamespace(name: string): Promise<void> {
    const created =
      this.#namespaces.get(name) ?? this.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    this.#namespaces.set(name, created);
    return created;
  }

  /** What the server has against an object; nothing, where it would take it. */
  async refusal(object: KubernetesObject): Promise<string | undefined> {
    return refusalIn(await this.#api.apply(await this.#path(object), object, { dryRun: true }));
  }

  close(): void {
    this.#api.close();
  }

  async #path({ apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
    const root = versionPath(apiVersion);
    const known = this.#resources.get(root) ?? this.#discover(root);
    this.#resources.set(root, known);
    const resource = (await known).find((each) => each.kind === kind && !each.name.includes("/"));
    if (resource === undefined) throw new Error(`the API server does not serve ${apiVersion} ${kind}`);
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${root}${namespace}/${resource.name}/${encodeURIComponent(metadata.name)}`;
  }

  async #discover(root: string): Promise<Resource[]> {
    const { status, body } = await this.#api.get(root);
    if (status !== 200) throw new Error(`${root}: status ${status}`);
    return (body as { resources: Resource[] }).resources;
  }
}

function refusalIn({ status, body }: Answer): string | undefined {
  return status < 300 ? undefined : (messageIn(body) ?? `status ${status}`);
}
