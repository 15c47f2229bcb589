import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { stringify } from "yaml";
import { versions } from "../../components/versions";
import type { Toolchain } from "../sandbox/toolchain";

/** Release of the charts of the layout before, which are those of another product line. */
export const FORMER_CHARTS = "2.2.0";

/** Release of Gateway API of the layout before. */
export const FORMER_GATEWAY_API = "v1.4.0";

/** The kinds that it has. */
const FORMER_KINDS = [
  "backendtlspolicies",
  "gatewayclasses",
  "gateways",
  "grpcroutes",
  "httproutes",
  "referencegrants",
];

/** What marks the controller's pods in its chart: one label more than in the chart that follows. */
const FORMER_SELECTOR = {
  agentgateway: "agentgateway",
  "app.kubernetes.io/name": "agentgateway",
  "app.kubernetes.io/instance": "{{ .Release.Name }}",
  "app.kubernetes.io/component": "agentgateway-controller",
};

/**
 * Adds the releases of the layout before to what a sandbox serves: the names, selectors and versions of them.
 *
 * @param sandbox directory of the sandbox's state
 */
export async function publishFormerReleases(sandbox: string, { bin, assets }: Toolchain): Promise<void> {
  const files = mkdtempSync(join(tmpdir(), "former-"));
  try {
    await publishCharts(join(sandbox, "charts"), files, bin.helm, join(assets.agentgatewayCharts, "agentgateway-crds"));
    await publishGatewayApi(join(sandbox, "git/gateway-api.git"), join(files, "gateway-api"), assets.gatewayApiCrds);
  } finally {
    rmSync(files, { recursive: true });
  }
}

async function publishCharts(charts: string, files: string, helm: string, crds: string): Promise<void> {
  const home = join(files, "helm");
  const env = { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const chart = join(files, "agentgateway");
  for (const [name, text] of controllerChart()) {
    mkdirSync(dirname(join(chart, name)), { recursive: true });
    writeFileSync(join(chart, name), text);
  }
  await execa(helm, ["package", chart, crds, "--version", FORMER_CHARTS, "--destination", charts], { env });
  await execa(helm, ["repo", "index", charts], { env });
}

function controllerChart(): [string, string][] {
  const name = "{{ .Release.Name }}";
  const namespace = "{{ .Release.Namespace }}";
  const inNamespace = { name, namespace };
  const role = { name: `agentgateway-${namespace}` };
  const template = {
    metadata: { labels: FORMER_SELECTOR },
    spec: {
      serviceAccountName: name,
      containers: [{ name: "controller", image: "controller.example.com/controller:2.2.0", env: "ENVIRONMENT" }],
    },
  };
  const port = { name: "grpc-xds-agw", port: 9978 };
  const objects = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: inNamespace },
    { apiVersion: "v1", kind: "Service", metadata: inNamespace, spec: { selector: FORMER_SELECTOR, ports: [port] } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: inNamespace,
      spec: { replicas: 1, selector: { matchLabels: FORMER_SELECTOR }, template },
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: role,
      rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["list"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: `agentgateway-role-${namespace}` },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", ...role },
      subjects: [{ kind: "ServiceAccount", ...inNamespace }],
    },
  ];
  const environment =
    "{{ range $name, $value := .Values.controller.extraEnv }}\n" +
    "            - { name: {{ $name }}, value: {{ $value | quote }} }{{ end }}";
  const manifests = objects.map((object) => stringify(object)).join("---\n");
  return [
    ["Chart.yaml", stringify({ apiVersion: "v2", name: "agentgateway", version: FORMER_CHARTS })],
    ["values.yaml", stringify({ controller: { extraEnv: {} } })],
    ["templates/controller.yaml", manifests.replace("ENVIRONMENT", environment)],
  ];
}

/** As the release that the sandbox has, with fewer kinds, its own version, and no admission policy. */
async function publishGatewayApi(repository: string, files: string, crds: string): Promise<void> {
  const directory = join(files, "config/crd/standard");
  cpSync(crds, directory, { recursive: true, dereference: true });
  for (const file of globSync(join(directory, "*"))) {
    const isKept = FORMER_KINDS.some((kind) => file.endsWith(`_${kind}.yaml`));
    if (!isKept) rmSync(file);
    else writeFileSync(file, readFileSync(file, "utf8").replaceAll(versions.gatewayApi, FORMER_GATEWAY_API));
  }
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  const git = (...args: string[]) => execa("git", [...author, "--git-dir", repository, "--work-tree", files, ...args]);
  await git("add", "--all", "--force");
  await git("commit", "--quiet", "--no-gpg-sign", "--message", `Gateway API ${FORMER_GATEWAY_API}`);
  await git("tag", FORMER_GATEWAY_API);
}
