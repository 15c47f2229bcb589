import type { KubernetesObject } from "../../kube/object";

/** Addresses that the layout before names in its files. */
export interface Addresses {
  repository: string;
  charts: string;
  gatewayApi: string;
  gatewayApiVersion: string;
  chartVersion: string;
}

const GATEWAY_API = "gateway.networking.k8s.io/v1";
const AGENTGATEWAY = "agentgateway.dev/v1alpha1";
const NAMESPACE = "agentgateway-system";

/** Labels that its overlay writes on all objects, and into selectors. */
export const OVERLAY_LABELS = { environment: "dev" };

/** A repository as it was laid out before this program: files by path, each a list of objects. */
export function predecessor(addresses: Addresses): Map<string, object[]> {
  const manifests = {
    "proxies/agentgateway-proxy.yaml": [gateway],
    "llm-providers/openai.yaml": openai,
    "mcp/mcp-website-fetcher.yaml": [fetcher, fetcherService],
    "mcp/mcp-routing.yaml": [mcpBackend, route("mcp", "/mcp", backend("mcp-backend"))],
    "modules/legacy.yaml": [legacy],
  };
  const kustomization = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
  return new Map<string, object[]>([
    ...Object.entries(manifests).map(([path, objects]) => [`k8s/base/${path}`, objects] as [string, object[]]),
    ["k8s/base/kustomization.yaml", [{ ...kustomization, resources: Object.keys(manifests) }]],
    [
      "k8s/overlays/dev/kustomization.yaml",
      [{ ...kustomization, namespace: NAMESPACE, commonLabels: OVERLAY_LABELS, resources: ["../../base"] }],
    ],
    ...applications(addresses).map(
      (each) =>
        [`app-of-apps/${each.metadata.name.replace("agentgateway-infra-root", "root-application")}.yaml`, [each]] as [
          string,
          object[],
        ],
    ),
  ]);
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

function applications(addresses: Addresses): KubernetesObject[] {
  const { repository, charts, gatewayApi, gatewayApiVersion, chartVersion } = addresses;
  const git = (path: string) => ({ repoURL: repository, targetRevision: "dev", path });
  const chart = (name: string) => ({
    repoURL: charts,
    chart: name,
    targetRevision: chartVersion,
    helm: { releaseName: name },
  });
  return [
    application("agentgateway-infra-root", "argocd", { ...git("app-of-apps"), directory: { recurse: true } }),
    application("gateway-api-crds", NAMESPACE, {
      repoURL: gatewayApi,
      targetRevision: gatewayApiVersion,
      path: "config/crd/standard",
    }),
    // They are too large for client-side apply.
    application("agentgateway-crds", NAMESPACE, chart("agentgateway-crds"), ["ServerSideApply=true"]),
    application("agentgateway", NAMESPACE, chart("agentgateway")),
    application("agentgateway-configs", NAMESPACE, git("k8s/overlays/dev")),
  ];
}

function application(name: string, namespace: string, source: object, options: string[] = []): KubernetesObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd", finalizers: ["resources-finalizer.argocd.argoproj.io"] },
    spec: {
      project: "default",
      source,
      destination: { server: "https://kubernetes.default.svc", namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ["CreateNamespace=true", ...options],
        retry: { limit: 50, backoff: { duration: "5s", factor: 2, maxDuration: "30s" } },
      },
    },
  };
}
