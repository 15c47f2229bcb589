import { get } from "node:http";
import { connect } from "node:net";
import { KubeApi } from "../cluster/api";
import type { ClusterAccess } from "../cluster/kubeconfig";
import type { Probe } from "./spec";

/** Answers the questions that specs ask: whether a start condition holds, whether a process works. */
export class Prober {
  private readonly apis = new Map<string, KubeApi>();

  constructor(private readonly access: (cluster: string) => ClusterAccess) {}

  async exists(cluster: string, paths: readonly string[]): Promise<boolean | undefined> {
    const api = this.api(cluster);
    if (api === undefined) return undefined;
    const answers = await Promise.all(paths.map((path) => api.exists(path)));
    if (answers.includes(false)) return false;
    return answers.includes(undefined) ? undefined : true;
  }

  async probe(probe: Probe): Promise<boolean> {
    if (probe.kind === "tcp") return accepts(probe.port);
    if (probe.kind === "http") return (await httpStatus(probe.port, probe.path)) === 200;
    return (await this.api(probe.cluster)?.exists(probe.path)) === true;
  }

  /** Nothing when the cluster's files are not there: the question then has no answer, and nobody fails over it. */
  private api(cluster: string): KubeApi | undefined {
    try {
      const known = this.apis.get(cluster) ?? new KubeApi(this.access(cluster));
      this.apis.set(cluster, known);
      return known;
    } catch {
      return undefined;
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

function httpStatus(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const req = get({ host: "127.0.0.1", port, path, timeout: 2_000, agent: false }, (res) => {
      res.resume();
      resolve(res.statusCode);
    });
    req.once("timeout", () => req.destroy());
    req.once("error", () => resolve(undefined));
  });
}
