import type { LiveApplication, Source } from "../../cli/takeover/application";
import type { Facts } from "../../cli/takeover/facts";
import { childApplications } from "../../components/application/children";
import { rootApplication } from "../../components/application/root";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf } from "../../kube/ref";
import { environment } from "./environment";

/** The environment that is taken over. */
export const env = environment({ application: { suffix: "" } }, "dev");
const NAMESPACE = env.namespace;

/** An object, in the environment's namespace if it is not said otherwise. */
export const object = (apiVersion: string, kind: string, name: string, rest: object = {}, namespace = NAMESPACE) =>
  ({ apiVersion, kind, metadata: { name, namespace }, ...rest }) as KubernetesObject;
/** The same on the cluster. */
export const live = (each: KubernetesObject, metadata: object = {}): LiveObject => ({
  ...each,
  metadata: { ...each.metadata, uid: `uid of ${each.metadata.name}`, resourceVersion: "1", ...metadata },
});

/** An object that an Application has deployed. */
export const tracked = (each: KubernetesObject, by = "agentgateway-configs"): LiveObject =>
  live(each, { annotations: { "argocd.argoproj.io/tracking-id": `${by}:${each.kind}:x/${each.metadata.name}` } });

export const route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "openai");
export const backend = object("agentgateway.dev/v1alpha1", "AgentgatewayBackend", "openai");
export const key = object("v1", "Secret", "openai-secret", { data: { Authorization: "[secret]" } });
export const settings = object(
  "v1",
  "ConfigMap",
  "argocd-cm",
  { data: { "timeout.reconciliation": "120s" } },
  "argocd",
);
export const account = object("v1", "ServiceAccount", "new-one", {}, "argocd");

const sourceOf = (name: string) => {
  const found = childApplications(env).find(({ metadata }) => metadata.name === name);
  return found && (found.spec as { source: Source }).source;
};

/** An Application as the layout before had it, listing these objects. */
export function application(
  name: string,
  listed: KubernetesObject[],
  over: Partial<LiveApplication> = {},
): LiveApplication {
  return {
    ...live(object("argoproj.io/v1alpha1", "Application", name, {}, "argocd"), {
      finalizers: ["resources-finalizer.argocd.argoproj.io"],
    }),
    spec: {
      project: "default",
      source: sourceOf(name) ?? { repoURL: `https://git.example.com/${name}.git`, path: "x", targetRevision: "dev" },
      syncPolicy: { automated: { prune: true } },
    },
    status: {
      resources: listed.map(({ apiVersion, kind, metadata }) => {
        const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
        return { group, version: version!, kind, namespace: metadata.namespace, name: metadata.name };
      }),
    },
    ...over,
  };
}

/** A component Application as a root lists it. */
export const child = (name: string) => object("argoproj.io/v1alpha1", "Application", name, {}, "argocd");
/** Names of the component Applications. */
export const CHILDREN = ["gateway-api-crds", "agentgateway-crds", "agentgateway", "agentgateway-configs"];

/** An environment of the layout before that has nothing against being taken over. */
export function facts(
  over: Partial<Facts> & { there?: LiveObject[]; more?: KubernetesObject[]; apps?: KubernetesObject[] } = {},
): Facts {
  const { there = [], more = [], apps = [], ...rest } = over;
  const applications = [
    application("agentgateway-infra-root", [...CHILDREN.map(child), ...apps]),
    ...CHILDREN.slice(0, 3).map((name) => application(name, [])),
    application("agentgateway-configs", [route, backend, key, ...more]),
  ];
  const owned = [rootApplication(env), key, settings, account];
  const all = [
    ...applications,
    live(route),
    live(backend),
    live(key, { annotations: { "argocd.argoproj.io/tracking-id": "x", mine: "stays" } }),
    live({ ...settings, data: { "timeout.reconciliation": "60s", url: "https://mine.example.com" } }),
    ...there,
  ];
  return {
    environment: env,
    server: "https://dev.example.com:6443",
    owned,
    ofHub: new Set(),
    alreadyCreated: new Set(),
    patched: [],
    delivered: [route, backend],
    live: new Map(all.map((each) => [refKey(refOf(each)), each])),
    rejected: new Map(),
    applications,
    registrations: [],
    repositories: [],
    workloads: [],
    ...rest,
  };
}
