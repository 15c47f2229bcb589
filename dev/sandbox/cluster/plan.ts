import { join } from "node:path";
import type { ClusterName, Layout } from "../state/layout";
import type { Ports } from "../state/ports";
import { TIERS, type ProcessSpec } from "../supervise/spec";

/** Programs and stage files that a control plane needs. */
export interface ClusterPrograms {
  readonly bin: Readonly<
    Record<"etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok", string>
  >;
  /** kwok's stage definitions, as files. */
  readonly stages: readonly string[];
}

/** The processes of one cluster: a real control plane, and kwok in place of kubelets and containers. */
export function clusterPlan(
  layout: Layout,
  ports: Ports,
  name: ClusterName,
  { bin, stages }: ClusterPrograms,
  env: Record<string, string>,
): ProcessSpec[] {
  const files = layout.cluster(name);
  const pki = (file: string) => join(files.pki, file);
  const etcdPort = ports[`${name}/etcd`]!;
  const apiPort = ports[`${name}/kube-apiserver`]!;
  const apiServer = { label: `the API server of ${name}`, cluster: name, paths: ["/readyz"] };
  const spec = (
    program: keyof typeof bin,
    tier: number,
    args: string[],
    more: Partial<ProcessSpec> = {},
  ): ProcessSpec => ({
    name: `${name}/${program}`,
    command: bin[program],
    args,
    env,
    tier,
    ...more,
  });
  return [
    spec(
      "etcd",
      TIERS.store,
      [
        `--name=${name}`,
        `--data-dir=${files.etcd}`,
        `--listen-client-urls=https://127.0.0.1:${etcdPort}`,
        `--advertise-client-urls=https://127.0.0.1:${etcdPort}`,
        // A single member talks to nobody: any port will do, and only our own certificates get in.
        "--listen-peer-urls=https://127.0.0.1:0",
        "--initial-advertise-peer-urls=https://127.0.0.1:2380",
        `--initial-cluster=${name}=https://127.0.0.1:2380`,
        ...["", "peer-"].flatMap((who) => [
          `--${who}client-cert-auth`,
          `--${who}trusted-ca-file=${pki("ca.crt")}`,
          `--${who}cert-file=${pki("etcd.crt")}`,
          `--${who}key-file=${pki("etcd.key")}`,
        ]),
        // A sandbox can lose its last second to a power cut; waiting for the disk on every write costs it every day.
        "--unsafe-no-fsync",
        "--log-level=warn",
      ],
      { ports: { client: etcdPort }, ready: { kind: "tcp", port: etcdPort } },
    ),
    spec(
      "kube-apiserver",
      TIERS.server,
      [
        `--etcd-servers=https://127.0.0.1:${etcdPort}`,
        `--etcd-cafile=${pki("ca.crt")}`,
        `--etcd-certfile=${pki("etcd.crt")}`,
        `--etcd-keyfile=${pki("etcd.key")}`,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        `--secure-port=${apiPort}`,
        `--tls-cert-file=${pki("server.crt")}`,
        `--tls-private-key-file=${pki("server.key")}`,
        `--token-auth-file=${files.tokens}`,
        "--authorization-mode=Node,RBAC",
        "--allow-privileged=true",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-key-file=${pki("service-accounts.pub")}`,
        `--service-account-signing-key-file=${pki("service-accounts.key")}`,
        "--profiling=false",
      ],
      { ports: { https: apiPort }, ready: { kind: "kubernetes", cluster: name, path: "/readyz" } },
    ),
    spec(
      "kube-controller-manager",
      TIERS.controller,
      [
        `--kubeconfig=${files.kubeconfigOf("kube-controller-manager")}`,
        `--service-account-private-key-file=${pki("service-accounts.key")}`,
        `--root-ca-file=${pki("ca.crt")}`,
        `--cluster-signing-cert-file=${pki("ca.crt")}`,
        `--cluster-signing-key-file=${pki("ca.key")}`,
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--secure-port=0",
        // It makes this directory, which otherwise is one of the machine's.
        `--flex-volume-plugin-dir=${join(files.root, "volume-plugins")}`,
      ],
      {
        startCondition: apiServer,
        ready: { kind: "kubernetes", cluster: name, path: "/api/v1/namespaces/default/serviceaccounts/default" },
      },
    ),
    spec(
      "kube-scheduler",
      TIERS.controller,
      [`--kubeconfig=${files.kubeconfigOf("kube-scheduler")}`, "--leader-elect=false", "--secure-port=0"],
      { startCondition: apiServer },
    ),
    spec(
      "kwok",
      TIERS.controller,
      [
        `--kubeconfig=${files.kubeconfigOf("admin")}`,
        "--manage-all-nodes=true",
        // Without leases the node goes NotReady after 40 s and pods never come back.
        "--node-lease-duration-seconds=40",
        "--node-port=0",
        ...stages.map((file) => `--config=${file}`),
      ],
      { startCondition: apiServer },
    ),
  ];
}
