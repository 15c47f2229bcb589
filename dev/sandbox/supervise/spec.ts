/** Processes of a higher tier are clients of those below, and end before them. */
export const TIERS = { store: 0, server: 1, controller: 2, application: 3 } as const;

/**
 * A process of the sandbox as data: what to run, when it can work, how to see that it does. The supervisor knows
 * nothing else about it.
 */
export interface ProcessSpec {
  /** `dev/kube-apiserver`; also the name of its log. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment of the process: nothing of the user's shell gets in but what a spec names. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Purpose to port, for people who read `status`. */
  readonly ports?: Readonly<Record<string, number>>;
  /** The process is started when this holds, because before it could only fail. */
  readonly startCondition?: StartCondition;
  /** How to see that it works; a process without a probe is ready when it runs. */
  readonly ready?: Probe;
  /** Processes are stopped tier by tier, highest first, so that a client ends before its server. */
  readonly tier: number;
}

export interface StartCondition {
  /** What is waited for, in words: "the Argo CD that Pulumi installs". */
  readonly label: string;
  readonly cluster: string;
  /** API paths that must all exist. */
  readonly paths: readonly string[];
  /** The one of them that represents the process: when it is gone, the process ends, as its pods would. */
  readonly owner?: string;
}

export type Probe =
  | { readonly kind: "tcp"; readonly port: number }
  | { readonly kind: "http"; readonly port: number; readonly path: string }
  | { readonly kind: "kubernetes"; readonly cluster: string; readonly path: string };

/** What `status` reports about a process. */
export interface ProcessStatus {
  readonly name: string;
  readonly state: "waiting" | "starting" | "ready" | "restarting" | "stopped";
  readonly pid?: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly startedAt?: string;
  readonly restarts: number;
  /** What a waiting process waits for, or how the last run of a restarting one ended. */
  readonly detail?: string;
}

/** Two specs that run the same thing in the same way. */
export function sameSpec(a: ProcessSpec, b: ProcessSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
