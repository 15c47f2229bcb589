import type { KubernetesObject } from "../../kube/object";
import { FORMER_CHARTS, FORMER_GATEWAY_API } from "./formerReleases";

/** Addresses that the layout before names in its files. */
export interface Addresses {
  repository: string;
  charts: string;
  gatewayApi: string;
  /** API server of prod. */
  prod: string;
}

const GATEWAY_API = "gateway.networking.k8s.io/v1";
const AGENTGATEWAY = "agentgateway.dev/v1alpha1";
const NAMESPACE = "agentgateway-system";

/** Labels that its overlay writes on all objects, and into selectors. */
export const OVERLAY_LABELS = { environment: "dev" };

/** Where it deploys Gateway API to, though that has nothing in a namespace. */
export const GATEWAY_API_NAMESPACE = "gateway-system";

/** Applications of its other environments that read the branch: those of stage are on the same cluster, those of prod on another. */
export const OTHERS = {
  stage: "agentgateway-configs-stage",
  prod: "agentgateway-configs-prod",
  controller: "agentgateway-prod",
};

/** The AppProject that its owner has made for what others publish for prod. */
export const PROD_PROJECT = "prod-platform";

/** The file with the values of the controller's chart, in the directory that the root Application reads. */
export const VALUES_FILE = "app-of-apps/chart-agentgateway/values.yaml";

/** A repository as it was laid out before this program: files by path, each a list of objects. */
export function predecessor(addresses: Addresses): Map<string, object[]> {
  const manifests = {
    "proxies/agentgateway-proxy.yaml": [gateway],
    "llm-providers/openai.yaml": openai,
    "llm-providers/bedrock.yaml": bedrock,
    "mcp/mcp-website-fetcher.yaml": [fetcher, fetcherService],
    "mcp/mcp-routing.yaml": [mcpBackend, route("mcp", "/mcp", backend("mcp-backend"))],
    "modules/legacy.yaml": [legacy],
    "modules/default-parameters.yaml": [parameters],
  };
  const kustomization = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
  return new Map<string, object[]>([
    ...Object.entries(manifests).map(([path, objects]) => [`k8s/base/${path}`, objects] as [string, object[]]),
    ["k8s/base/kustomization.yaml", [{ ...kustomization, resources: Object.keys(manifests) }]],
    ...["dev", "stage", "prod"].map((name): [string, object[]] => [
      `k8s/overlays/${name}/kustomization.yaml`,
      [
        {
          ...kustomization,
          namespace: name === "dev" ? NAMESPACE : `agentgateway-${name}`,
          commonLabels: { ...OVERLAY_LABELS, environment: name },
          resources: ["../../base"],
        },
      ],
    ]),
    [VALUES_FILE, [{ controller: { extraEnv: { KGW_ENABLE_GATEWAY_API_EXPERIMENTAL_FEATURES: "true" } } }]],
    ...applications(addresses).map((each): [string, object[]] => [fileOf(each.metadata.name), [each]]),
  ]);
}

function fileOf(application: string): string {
  if (application === "agentgateway-infra-root") return "app-of-apps/root-application.yaml";
  const directory = application.startsWith("agentgateway-configs") ? "" : `chart-${application.replace("-prod", "")}/`;
  return `app-of-apps/${directory}${application}-application.yaml`;
}

/** The manifest that has no entry in the catalogue. */
export const legacy: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "legacy" },
  data: { purpose: "written by hand, long ago" },
};

const gateway: KubernetesObject = {
  apiVersion: GATEWAY_API,
  kind: "Gateway",
  metadata: { name: "agentgateway-proxy" },
  spec: {
    gatewayClassName: "agentgateway",
    listeners: [{ name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } }],
  },
};

const openai: KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "openai-secret" },
    stringData: { Authorization: "a-key-that-was-in-git" },
  },
  {
    apiVersion: AGENTGATEWAY,
    kind: "AgentgatewayBackend",
    metadata: { name: "openai" },
    spec: {
      ai: { provider: { openai: { model: "gpt-3.5-turbo" } } },
      policies: { auth: { secretRef: { name: "openai-secret" } } },
    },
  },
  route("openai", "/openai", backend("openai")),
];

/** The controller does not accept it: the keys of its Secret are not those that it looks for. */
const bedrock: KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "bedrock-secret" },
    stringData: { key: "another-key-that-was-in-git" },
  },
  {
    apiVersion: AGENTGATEWAY,
    kind: "AgentgatewayBackend",
    metadata: { name: "bedrock" },
    spec: {
      ai: { provider: { bedrock: { model: "amazon.nova-micro-v1:0", region: "us-east-1" } } },
      policies: { auth: { secretRef: { name: "bedrock-secret" } } },
    },
  },
  route("bedrock", "/bedrock", backend("bedrock")),
];

/** It has a field that its API does not know. */
const parameters: KubernetesObject = {
  apiVersion: AGENTGATEWAY,
  kind: "AgentgatewayParameters",
  metadata: { name: "default-parameters" },
  spec: { logLevel: "info" },
};

const labels = { app: "mcp-website-fetcher" };

// Another name of the container and a variable: what the new tree does not say must not stay.
const fetcher: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "mcp-website-fetcher" },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          { name: "fetcher", image: "ghcr.io/peterj/mcp-website-fetcher:main", env: [{ name: "OLD", value: "yes" }] },
        ],
      },
    },
  },
};

const fetcherService: KubernetesObject = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "mcp-website-fetcher" },
  spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
};

const mcpBackend: KubernetesObject = {
  apiVersion: AGENTGATEWAY,
  kind: "AgentgatewayBackend",
  metadata: { name: "mcp-backend" },
  spec: {
    mcp: {
      targets: [{ name: "mcp-website-fetcher", static: { host: "mcp-website-fetcher", port: 80, protocol: "SSE" } }],
    },
  },
};

function backend(name: string): object {
  return { group: "agentgateway.dev", kind: "AgentgatewayBackend", name, namespace: NAMESPACE };
}

function route(name: string, path: string, backendRef: object): KubernetesObject {
  return {
    apiVersion: GATEWAY_API,
    kind: "HTTPRoute",
    metadata: { name },
    spec: {
      parentRefs: [{ name: "agentgateway-proxy", namespace: NAMESPACE }],
      rules: [{ matches: [{ path: { type: "PathPrefix", value: path } }], backendRefs: [backendRef] }],
    },
  };
}

function applications({ repository, charts, gatewayApi, prod: server }: Addresses): KubernetesObject[] {
  const git = (path: string) => ({ repoURL: repository, targetRevision: "dev", path });
  const chart = (name: string) => ({ repoURL: charts, chart: name, targetRevision: FORMER_CHARTS });
  const values = { repoURL: repository, targetRevision: "dev", ref: "values" };
  const root = application("agentgateway-infra-root", {
    sources: { source: { ...git("app-of-apps"), directory: { recurse: true } } },
  });
  const { stage, prod } = OTHERS;
  const controlPlane = (suffix: string, place: Place = {}) => [
    application(`gateway-api-crds${suffix}`, {
      ...{ namespace: GATEWAY_API_NAMESPACE, ...place },
      sources: { source: { repoURL: gatewayApi, targetRevision: FORMER_GATEWAY_API, path: "config/crd/standard" } },
    }),
    // They are too large for client-side apply.
    application(`agentgateway-crds${suffix}`, {
      ...{ namespace: NAMESPACE, ...place },
      sources: { source: chart("agentgateway-crds") },
      options: ["ServerSideApply=true"],
    }),
    application(`agentgateway${suffix}`, {
      ...{ namespace: NAMESPACE, ...place },
      sources: { sources: [values, { ...chart("agentgateway"), helm: { valueFiles: [`$values/${VALUES_FILE}`] } }] },
    }),
  ];
  const configs = (name: string, environment: string, place: Place) =>
    application(name, { ...place, sources: { source: git(`k8s/overlays/${environment}`) } });
  return [
    { ...root, metadata: { ...root.metadata, finalizers: ["resources-finalizer.argocd.argoproj.io"] } },
    ...controlPlane(""),
    ...controlPlane("-prod", { server, project: PROD_PROJECT }),
    configs("agentgateway-configs", "dev", { namespace: NAMESPACE }),
    configs(stage, "stage", { namespace: "agentgateway-stage" }),
    configs(prod, "prod", { namespace: "agentgateway-prod", server }),
  ];
}

/** Where an Application deploys to. */
interface Place {
  namespace?: string;
  /** Default: the cluster that Argo CD runs in. */
  server?: string;
  /** Default: the one that everything is in. */
  project?: string;
}

function application(
  name: string,
  {
    namespace,
    server = "https://kubernetes.default.svc",
    project = "default",
    sources,
    options = [],
  }: Place & { sources: object; options?: string[] },
): KubernetesObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project,
      ...sources,
      destination: { server, ...(namespace && { namespace }) },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ["CreateNamespace=true", ...options],
        retry: { limit: 50, backoff: { duration: "5s", factor: 2, maxDuration: "30s" } },
      },
    },
  };
}
