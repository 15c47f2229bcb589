import { basename, join } from "node:path";
import { ARGOCD_NAMESPACE } from "../../../components/argocd/namespace";
import { serviceAccount, userFile } from "../cluster/credentials";
import { HUB, type ClusterName, type Layout } from "../state/layout";
import type { Sandbox } from "../state/sandbox";
import { TIERS, type StartCondition, type ProcessSpec } from "../supervise/spec";

/**
 * Seconds after which Argo CD looks at an Application again without a push or a change on its cluster. It does not see each change
 * of a CRD's status before that: with 60, deployments wait for a definition that is established.
 */
const RESYNC_SECONDS = 10;

/** Programs that Argo CD's processes are, or call. */
export interface ArgoPrograms {
  readonly argocd: string;
  readonly redis: string;
  /** Directories with git, helm, kustomize, argocd and Argo CD's own shell wrappers. */
  readonly path: string;
}

/** Directories that Argo CD expects at fixed places of its image, by the variable that moves them. */
export function argoDirectories(layout: Layout): Record<string, string> {
  const at = (name: string) => join(layout.argocd, name);
  return {
    ARGOCD_TLS_DATA_PATH: at("tls"),
    ARGOCD_SSH_DATA_PATH: at("ssh"),
    ARGOCD_GNUPGHOME: at("gpg-home"),
    ARGOCD_GPG_DATA_PATH: at("gpg-source"),
    ARGOCD_PLUGINSOCKFILEPATH: at("plugins"),
    TMPDIR: at("tmp"),
  };
}

/**
 * Argo CD as processes of this machine. The pods that Pulumi installs are kwok's stand-ins; each process does the work
 * of one of them and runs while that workload exists.
 */
export function argoPlan(
  layout: Layout,
  { ports, argocd: hub = HUB, argocdNamespace: namespace = ARGOCD_NAMESPACE, applicationNamespaces = "" }: Sandbox,
  programs: ArgoPrograms,
  redisPassword: string,
  base: Record<string, string>,
): ProcessSpec[] {
  const port = (purpose: string) => ports[`argocd/${purpose}`]!;
  const redis = `--redis=127.0.0.1:${port("redis")}`;
  const repoServer = `127.0.0.1:${port("repo-server")}`;
  const kubeconfigOf = (account: string) =>
    layout.cluster(hub).kubeconfigOf(userFile(serviceAccount(namespace, account)));
  const env = {
    ...base,
    ...argoDirectories(layout),
    PATH: programs.path,
    // `https://kubernetes.default.svc` is the cluster of the kubeconfig and not of a pod's service account.
    ARGOCD_FAKE_IN_CLUSTER: "true",
    ARGOCD_ASK_PASS_SOCK: join(layout.sockets, "askpass.sock"),
    REDIS_PASSWORD: redisPassword,
    // Nothing here is signed, and gpg leaves an agent running that is nobody's child.
    ARGOCD_GPG_ENABLED: "false",
    // A push triggers a refresh, and waves follow each other without a pause for slow API servers.
    ARGOCD_RECONCILIATION_TIMEOUT: `${RESYNC_SECONDS}s`,
    ARGOCD_RECONCILIATION_JITTER: "0s",
    ARGOCD_SYNC_WAVE_DELAY: "1",
    ARGOCD_APPLICATION_NAMESPACES: applicationNamespaces,
  };
  const inHub = (account: string) => ["--namespace", namespace, `--kubeconfig=${kubeconfigOf(account)}`];
  const component = (name: string, workload: string, args: string[], more: Partial<ProcessSpec>): ProcessSpec => ({
    name: `argocd/${name}`,
    command: programs.argocd,
    args,
    env: { ...env, KUBECONFIG: kubeconfigOf(basename(workload)), ARGOCD_BINARY_NAME: `argocd-${name}` },
    tier: TIERS.application,
    startCondition: startCondition(hub, namespace, workload),
    ...more,
  });
  return [
    {
      name: "argocd/redis",
      command: programs.redis,
      args: ["-addr", `127.0.0.1:${port("redis")}`],
      env: { ...base, REDIS_PASSWORD: redisPassword },
      tier: TIERS.server,
      ports: { redis: port("redis") },
      ready: { kind: "tcp", port: port("redis") },
    },
    component(
      "repo-server",
      "deployments/argocd-repo-server",
      [
        "--address=127.0.0.1",
        `--port=${port("repo-server")}`,
        "--metrics-address=127.0.0.1",
        `--metrics-port=${port("repo-server metrics")}`,
        redis,
        "--revision-cache-expiration=5s",
        "--loglevel=info",
      ],
      {
        ports: { grpc: port("repo-server"), metrics: port("repo-server metrics") },
        ready: { kind: "tcp", port: port("repo-server") },
      },
    ),
    component(
      "application-controller",
      "statefulsets/argocd-application-controller",
      [
        ...inHub("argocd-application-controller"),
        redis,
        `--repo-server=${repoServer}`,
        `--metrics-port=${port("controller metrics")}`,
        `--app-resync=${RESYNC_SECONDS}`,
        "--persist-resource-health",
        "--app-resync-jitter=0",
        "--loglevel=info",
      ],
      {
        ports: { metrics: port("controller metrics") },
        ready: { kind: "http", port: port("controller metrics"), path: "/healthz" },
      },
    ),
    component(
      "server",
      "deployments/argocd-server",
      [
        ...inHub("argocd-server"),
        redis,
        `--repo-server=${repoServer}`,
        "--address=127.0.0.1",
        `--port=${port("server")}`,
        "--metrics-address=127.0.0.1",
        `--metrics-port=${port("server metrics")}`,
        // Only this machine can reach it, and whoever can reach it can read the kubeconfig as well.
        "--disable-auth",
        "--insecure",
        "--dex-server=http://127.0.0.1:1",
        "--loglevel=warn",
      ],
      {
        ports: { http: port("server"), metrics: port("server metrics") },
        ready: { kind: "http", port: port("server"), path: "/healthz" },
      },
    ),
    component(
      "applicationset-controller",
      "deployments/argocd-applicationset-controller",
      [
        ...inHub("argocd-applicationset-controller"),
        `--argocd-repo-server=${repoServer}`,
        `--metrics-addr=127.0.0.1:${port("applicationset metrics")}`,
        `--probe-addr=127.0.0.1:${port("applicationset probe")}`,
        `--webhook-addr=127.0.0.1:${port("applicationset webhook")}`,
        "--token-ref-strict-mode",
        "--loglevel=info",
      ],
      {
        ports: { webhook: port("applicationset webhook"), metrics: port("applicationset metrics") },
        // It answers probes, but knows no check: every path is a 404.
        ready: { kind: "tcp", port: port("applicationset probe") },
      },
    ),
    component(
      "notifications",
      "deployments/argocd-notifications-controller",
      [
        ...inHub("argocd-notifications-controller"),
        `--argocd-repo-server=${repoServer}`,
        `--metrics-port=${port("notifications metrics")}`,
        "--loglevel=info",
      ],
      {
        ports: { metrics: port("notifications metrics") },
        ready: { kind: "http", port: port("notifications metrics"), path: "/metrics" },
      },
    ),
  ];
}

function startCondition(cluster: ClusterName, namespace: string, workload: string): StartCondition {
  const owner = `/apis/apps/v1/namespaces/${namespace}/${workload}`;
  const settings = ["configmaps/argocd-cm", "secrets/argocd-secret"];
  const kinds = ["applications", "appprojects"];
  return {
    label: `${workload} in namespace ${namespace} of ${cluster}, which \`pulumi up\` installs where it is wanted`,
    cluster,
    paths: [
      owner,
      ...kinds.map((kind) => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/${kind}?limit=1`),
      ...settings.map((object) => `/api/v1/namespaces/${namespace}/${object}`),
    ],
    owner,
  };
}
