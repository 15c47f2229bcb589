import type { Access, ClusterName, OwnedObject } from "../../components/live/objects";
import type { Scope } from "../../components/live/scope";
import { Cluster } from "../../kube/cluster";
import { accessTo, type Access as ServerAccess } from "../../kube/request";
import { selectIn, type Kubeconfig } from "../../kube/selection";
import type { LiveObject } from "../../kube/live";
import { refOf } from "../../kube/ref";
import { readArgoCd } from "../drift/argocd/read";
import { isCompared, type LiveFacts } from "./drift";

/** Seconds that Argo CD is given to finish what it is doing: somebody waits for the preview. */
const SETTLE_SECONDS = 5;

/** Objects of one kind in one namespace from which on a list is cheaper. */
const MANY = 3;

function kindOf({ cluster, object: { apiVersion, kind, metadata } }: OwnedObject): string {
  return [cluster, apiVersion, kind, metadata.namespace].join(" ");
}

function keyOf(owned: OwnedObject): string {
  return `${kindOf(owned)} ${owned.object.metadata.name}`;
}

/** What the provider is configured with. */
export interface LookArgs {
  scope: Scope;
  applications: string[];
  target: Access;
  hub?: Access;
}

/** An environment's clusters. What all components share is read once. */
export class Look {
  readonly #clusters: Record<ClusterName, Cluster>;
  #facts: Promise<LiveFacts> | undefined;

  constructor(private readonly args: LookArgs) {
    const target = clusterOf(args.target, "cluster.kubeconfig");
    this.#clusters = { target, hub: args.hub ? clusterOf(args.hub, "argocd.kubeconfig") : target };
  }

  get scope(): Scope {
    return this.args.scope;
  }

  /** What all components share. */
  facts(): Promise<LiveFacts> {
    this.#facts ??= this.#read();
    return this.#facts;
  }

  /** The live objects that Pulumi applies, in their order. */
  async owned(objects: readonly OwnedObject[]): Promise<(LiveObject | undefined)[]> {
    const live = new Map<string, LiveObject>();
    await Promise.all(
      [...Map.groupBy(objects, kindOf).values()].map(async (alike) => {
        for (const [key, object] of await this.#readAlike(alike)) live.set(key, object);
      }),
    );
    return objects.map((each) => live.get(keyOf(each)));
  }

  /** Objects of one kind in one namespace: listed, where there are many. */
  async #readAlike(objects: readonly OwnedObject[]): Promise<(readonly [string, LiveObject])[]> {
    const { cluster: name, object } = objects[0] as OwnedObject;
    const { name: _, ...kind } = refOf(object);
    const cluster = this.#clusters[name];
    const found =
      objects.length >= MANY && kind.namespace !== undefined
        ? await cluster.list(kind)
        : await cluster.readAll(objects.map((each) => refOf(each.object)));
    return found
      .filter((live) => live !== undefined)
      .map((live) => [keyOf({ cluster: name, object: live }), live] as const);
  }

  cluster(name: ClusterName): Cluster {
    return this.#clusters[name];
  }

  /** What was read is no longer true. */
  forget(): void {
    this.#facts = undefined;
  }

  async #read(): Promise<LiveFacts> {
    const { scope, applications } = this.args;
    if (scope.delivery !== "gitops") return { scope, applications };
    const reading = { applications, settleSeconds: SETTLE_SECONDS, reads: isCompared };
    return { scope, applications, argocd: await readArgoCd(scope, reading, this.#clusters) };
  }
}

/** @param path of the kubeconfig in the configuration, by which messages name it */
function clusterOf(access: Access, path: string): Cluster {
  return new Cluster(() => accessBy(access), path);
}

async function accessBy({ kubeconfig, context }: Access): Promise<ServerAccess> {
  const known = asJson(kubeconfig);
  if (known !== undefined) return accessTo(selectIn(known, context));
  // What reads YAML takes long to load. It is needed for states that an earlier version has written.
  const { accessOf } = await import("../../kube/clusterAt");
  return accessOf(kubeconfig, context);
}

/** An error of JSON's would show what it has read. */
function asJson(kubeconfig: string): Kubeconfig | undefined {
  try {
    return JSON.parse(kubeconfig) as Kubeconfig;
  } catch {
    return undefined;
  }
}
