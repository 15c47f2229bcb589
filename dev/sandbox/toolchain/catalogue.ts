/**
 * What the sandbox needs, as data: which tool, which version, from which recipe it is built, and which binary that the
 * user already has would do as well.
 */
import { versions } from "../../../components/versions";
import { beside, onPath, type PathForm } from "./pathForm";
import type { StepName } from "./steps";

/** The commands of the toolchain, by their names in `bin/`. */
export type ToolName =
  | "pulumi"
  | "pulumi-language-nodejs"
  | "pulumi-language-yaml"
  | "pulumi-resource-kubernetes"
  | "pulumi-resource-random"
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kwok"
  | "kubectl"
  | "argocd"
  | "agentgateway-controller"
  | "kustomize"
  | "helm"
  | "redis"
  | "actionlint";

/** One command. */
export interface Tool {
  name: ToolName;
  /** The version that is built when none on PATH will do. */
  version: string;
  /** Its main package, as `go build` takes it. */
  package: string;
  /** The name of the resource plugin that it is: Pulumi wants it in PULUMI_HOME, and warns about one on PATH. */
  plugin?: string;
  /** The tool that looks for it beside its own executable, and warns about one on PATH. */
  companionOf?: ToolName;
  /** How to recognise one on PATH that is good enough; a tool without this is always built. */
  path?: PathForm;
  /** Only tests need it: the sandbox runs without. */
  testsOnly?: true;
}

/** Tools that one `go build` makes, and that are kept or rebuilt together. */
export interface Group {
  name: string;
  /** Directory below `modules/` with its go.mod. */
  recipe: string;
  tools: Tool[];
  /** Parts of the recipe, beside go.mod and go.sum, on which the result depends. */
  sources?: string[];
  /** `-X` settings for the linker. */
  variables?: Record<string, string>;
  /** Packages to compile without optimization: where they are large and seldom run, this saves much time. */
  unoptimized?: string;
  /** What has to be generated before the compiler can run. */
  step?: StepName;
  /** How long it usually takes on two cores with nothing cached, when the groups before it are built already. */
  seconds: number;
}

/** The one Go version for everything, so that the standard library and shared packages are compiled once. */
export const GO_TOOLCHAIN = "go1.27.3";

const KUBERNETES = "1.37.2";
const kubernetes = (name: ToolName): Tool => ({
  name,
  version: KUBERNETES,
  package: `k8s.io/kubernetes/cmd/${name}`,
  path: onPath(["--version"], "1.37.x"),
});
const kubernetesVersion = {
  "k8s.io/component-base/version.gitVersion": `v${KUBERNETES}`,
  "k8s.io/component-base/version.gitMajor": "1",
  "k8s.io/component-base/version.gitMinor": "37",
};

/** All groups, in the order in which they are built: what others wait for comes first. */
export const GROUPS: readonly Group[] = [
  {
    name: "pulumi",
    recipe: "pulumi",
    variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "v3.259.0" },
    seconds: 270,
    tools: [
      {
        name: "pulumi",
        version: "3.259.0",
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        path: onPath(["version"], ">=3.246 <4"),
      },
    ],
  },
  {
    name: "pulumi-language-nodejs",
    recipe: "nodejs-host",
    seconds: 20,
    tools: [
      {
        name: "pulumi-language-nodejs",
        version: "3.68.0",
        package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        path: beside("pulumi"),
        companionOf: "pulumi",
      },
    ],
  },
  {
    name: "control-plane",
    recipe: "cluster",
    variables: kubernetesVersion,
    seconds: 355,
    tools: [
      {
        name: "etcd",
        version: "3.7.0",
        package: "go.etcd.io/etcd/server/v3",
        path: onPath(["--version"], ">=3.5 <4"),
      },
      kubernetes("kube-apiserver"),
      kubernetes("kube-controller-manager"),
      kubernetes("kube-scheduler"),
    ],
  },
  {
    name: "kubectl",
    recipe: "cluster",
    variables: kubernetesVersion,
    seconds: 25,
    tools: [{ ...kubernetes("kubectl"), path: onPath(["version", "--client"], ">=1.31 <2") }],
  },
  {
    name: "kwok",
    recipe: "cluster",
    variables: { "sigs.k8s.io/kwok/pkg/consts.Version": "v0.8.0" },
    seconds: 15,
    tools: [
      {
        name: "kwok",
        version: "0.8.0",
        package: "sigs.k8s.io/kwok/cmd/kwok",
        path: onPath(["--version"], "0.8.x"),
      },
    ],
  },
  {
    name: "pulumi-resource-kubernetes",
    recipe: "kubernetes-provider",
    sources: ["main.go"],
    step: "kubernetesSchema",
    // Its Go SDK: 68 packages of generated code, two thirds of the work, of which the provider uses next to nothing.
    unoptimized: "github.com/pulumi/pulumi-kubernetes/sdk/v4/...",
    seconds: 340,
    tools: [{ name: "pulumi-resource-kubernetes", version: "4.29.0", package: ".", plugin: "kubernetes" }],
  },
  {
    name: "argocd",
    recipe: "cluster",
    variables: { "github.com/argoproj/argo-cd/v3/common.version": versions.argocd },
    seconds: 125,
    tools: [
      {
        name: "argocd",
        version: versions.argocd,
        package: "github.com/argoproj/argo-cd/v3/cmd",
        path: onPath(["version", "--client", "--short"], versions.argocd),
      },
    ],
  },
  {
    name: "agentgateway-controller",
    recipe: "cluster",
    sources: ["agentgateway-api", "apigen", "controller"],
    variables: {
      "main.version": `v${versions.agentgateway}`,
      // It makes the tag of the proxy's image from this one.
      "github.com/agentgateway/agentgateway/controller/pkg/version.Version": `v${versions.agentgateway}`,
    },
    step: "agentgatewayApi",
    seconds: 150,
    tools: [{ name: "agentgateway-controller", version: versions.agentgateway, package: "./controller" }],
  },
  {
    name: "pulumi-resource-random",
    recipe: "pulumi",
    sources: ["random", "random-shim"],
    variables: { "main.version": "4.18.2" },
    step: "randomSchema",
    seconds: 60,
    tools: [{ name: "pulumi-resource-random", version: "4.18.2", package: "./random", plugin: "random" }],
  },
  {
    name: "kustomize",
    recipe: "cluster",
    variables: { "sigs.k8s.io/kustomize/api/provenance.version": "v5.8.1" },
    seconds: 5,
    tools: [
      {
        name: "kustomize",
        version: "5.8.1",
        package: "sigs.k8s.io/kustomize/kustomize/v5",
        path: onPath(["version"], "5.x"),
      },
    ],
  },
  {
    name: "helm",
    recipe: "cluster",
    variables: { "helm.sh/helm/v4/internal/version.version": "v4.2.1" },
    seconds: 10,
    tools: [
      {
        name: "helm",
        version: "4.2.1",
        package: "helm.sh/helm/v4/cmd/helm",
        path: onPath(["version", "--short"], "4.x"),
      },
    ],
  },
  {
    name: "redis",
    recipe: "cluster",
    sources: ["redis"],
    variables: { "main.version": "2.38.0" },
    seconds: 5,
    tools: [{ name: "redis", version: "2.38.0", package: "./redis" }],
  },
  {
    name: "pulumi-language-yaml",
    recipe: "pulumi",
    variables: { "github.com/pulumi/pulumi-yaml/pkg/version.Version": "v1.38.1" },
    seconds: 10,
    tools: [
      {
        name: "pulumi-language-yaml",
        version: "1.38.1",
        package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        testsOnly: true,
        path: beside("pulumi"),
        companionOf: "pulumi",
      },
    ],
  },
  {
    name: "actionlint",
    recipe: "actionlint",
    seconds: 20,
    tools: [
      {
        name: "actionlint",
        version: "1.7.12",
        package: "github.com/rhysd/actionlint/cmd/actionlint",
        testsOnly: true,
        path: onPath(["-version"], "1.7.x"),
      },
    ],
  },
];

/** Every tool, in building order. */
export const TOOLS: readonly Tool[] = GROUPS.flatMap((group) => group.tools);
