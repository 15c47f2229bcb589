import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: {{ .plural }}.agentgateway.dev
spec:
  group: agentgateway.dev
  scope: Namespaced
  names: { kind: {{ .kind }}, plural: {{ .plural }}, singular: {{ lower .kind }}, listKind: {{ .kind }}List }
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

const CRDS = `${["AgentgatewayBackend", "AgentgatewayPolicy", "AgentgatewayWidget"]
  .map((kind) => `{{- template "crd" (dict "kind" "${kind}" "plural" "${kind.toLowerCase().replace(/y$/, "ie")}s") }}`)
  .join("\n---\n")}\n`;

const role = (kind: string, name: string, rules: string) => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}
rules: ${rules}
`;

const binding = (kind: string, name: string, [refKind, refName]: [string, string], namespace?: string) => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: ${name}${namespace ? `\n  namespace: ${namespace}` : ""}
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${refKind}, name: ${refName} }
subjects:
  - { kind: ServiceAccount, name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }
`;

const NS = "{{ .Release.Namespace }}";
const SECRETS = '[{ apiGroups: [""], resources: [secrets, serviceaccounts], verbs: ["*"] }]';

/** The split roles of charts from 1.5 on, by their names: see case 10 of the cases that users have reported. */
const CONTROLLER = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Release.Name }}
${role("ClusterRole", `agentgateway-${NS}`, '[{ apiGroups: [""], resources: [nodes], verbs: [get, list, watch] }]')}
${role("ClusterRole", `agentgateway-${NS}-deployer`, SECRETS)}
${binding("ClusterRoleBinding", `agentgateway-role-${NS}`, ["ClusterRole", `agentgateway-${NS}`])}
${role("Role", `agentgateway-${NS}-local`, '[{ apiGroups: [coordination.k8s.io], resources: [leases], verbs: ["*"] }]')}
${binding("RoleBinding", `agentgateway-${NS}-local`, ["Role", `agentgateway-${NS}-local`])}
{{- range $namespace := .Values.rbac.gatewayNamespaces }}
{{- with $ }}
${binding("RoleBinding", "agentgateway-deployer", ["ClusterRole", `agentgateway-${NS}-deployer`], "{{ $namespace }}")}
{{- end }}
{{- else }}
${binding("ClusterRoleBinding", `agentgateway-write-role-${NS}`, ["ClusterRole", `agentgateway-${NS}-deployer`])}
{{- end }}
{{- if .Values.webhook.enabled }}
---
apiVersion: v1
kind: Secret
metadata:
  name: webhook
{{- end }}
`;

/** Writes two small charts that bring what agentgateway's charts bring from 1.5 on, each into a directory of its name. */
export function writeOtherCharts(directory: string, version: string): void {
  writeChart(join(directory, "agentgateway-crds"), version, {
    "templates/_crd.tpl": `{{- define "crd" }}\n${CRD}{{- end }}\n`,
    "templates/crds.yaml": CRDS,
  });
  writeChart(join(directory, "agentgateway"), version, {
    "templates/controller.yaml": CONTROLLER,
    "values.yaml": "rbac: { gatewayNamespaces: [] }\nwebhook: { enabled: false }\n",
  });
}

function writeChart(directory: string, version: string, files: Record<string, string>): void {
  mkdirSync(join(directory, "templates"), { recursive: true });
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const all = { ...files, "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: ${version}\n` };
  for (const [file, text] of Object.entries(all)) writeFileSync(join(directory, file), text);
}
