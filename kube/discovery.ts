import { versionPath } from "./kinds";
import type { ObjectRef } from "./ref";
import { bodyOf, type ApiConnection } from "./request";

interface Resource {
  kind: string;
  /** The plural in paths; a subresource has a slash in it. */
  name: string;
  namespaced: boolean;
}

/** The namespace of a namespaced object that names none, as kubectl has it. */
const DEFAULT_NAMESPACE = "default";

/** The kinds that a cluster serves, and their paths. Each version of an API is requested once, and again while a kind is missing. */
export class Discovery {
  readonly #versions = new Map<string, Promise<readonly Resource[]>>();

  constructor(private readonly api: ApiConnection) {}

  /**
   * Path of the objects of a kind; nothing where the cluster does not serve it.
   *
   * @param options.everywhere of all namespaces, for a list. Default `false`
   */
  async pathOf(
    { apiVersion, kind, namespace }: Omit<ObjectRef, "name">,
    { everywhere = false } = {},
  ): Promise<string | undefined> {
    const version = versionPath(apiVersion);
    const resource = (await this.#resources(version)).find((each) => each.kind === kind && !each.name.includes("/"));
    if (resource === undefined) {
      this.#versions.delete(version); // A CRD may bring it later.
      return undefined;
    }
    const within = resource.namespaced && !everywhere ? `/namespaces/${namespace ?? DEFAULT_NAMESPACE}` : "";
    return `${version}${within}/${resource.name}`;
  }

  /** Path of the version of a group that the cluster prefers; nothing where it does not serve the group. */
  async preferredVersion(group: string): Promise<string | undefined> {
    if (group === "") return versionPath("v1");
    const found = bodyOf<{ preferredVersion?: { groupVersion: string } }>(
      await this.api.request("GET", `/apis/${group}`),
    );
    return found?.preferredVersion && versionPath(found.preferredVersion.groupVersion);
  }

  #resources(version: string): Promise<readonly Resource[]> {
    const known = this.#versions.get(version);
    if (known !== undefined) return known;
    const request = this.#read(version);
    this.#versions.set(version, request);
    request.catch(() => this.#versions.delete(version));
    return request;
  }

  async #read(version: string): Promise<readonly Resource[]> {
    return bodyOf<{ resources: Resource[] }>(await this.api.request("GET", version))?.resources ?? [];
  }
}
