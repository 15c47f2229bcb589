import { existsSync } from "node:fs";
import type { ValidationError } from "../core/errors";
import { programs } from "../core/programs";
import { select } from "./kubeconfig";
import type { Problem, Selection, UserEntry } from "./selection";

/** What a kubeconfig is used for. */
export interface KubeconfigUse {
  /** Its path in the configuration, such as `cluster.kubeconfig`. */
  path: string;
  /** Stack whose configuration it is. */
  stack: string;
  context?: string;
  /** Argo CD connects to the server from another cluster. */
  registered: boolean;
  /** A server on loopback is meant: Argo CD runs on the same machine. */
  allowLoopback: boolean;
}

/** What a machine has. Default: this one. */
interface Machine {
  isProgram?: (command: string) => boolean;
  isFile?: (path: string) => boolean;
}

/** Everything in a kubeconfig that can't work, as far as the text shows it. */
export function kubeconfigErrors(
  text: string,
  use: KubeconfigUse,
  { isProgram = isOnPath, isFile = existsSync }: Machine = {},
): ValidationError[] {
  const selected = select(text, use.context);
  if ("problem" in selected) return [{ path: use.path, ...withAdvice(selected, use) }];
  return [
    ...serverProblems(selected, use),
    ...fileProblems(selected, use, isFile),
    ...userProblems(selected, isProgram),
  ].map((problem) => ({ path: use.path, ...problem }));
}

/** The command that stores a kubeconfig so that it works anywhere. */
export function storeCommand({ path, stack }: KubeconfigUse, context?: string): string {
  const view = ["kubectl config view --flatten --minify", ...(context ? [`--context ${context}`] : [])].join(" ");
  return `${view} | pulumi config set --secret --path ${path} --stack ${stack}`;
}

/** A text that is no kubeconfig is best replaced by one. */
function withAdvice(problem: Problem, use: KubeconfigUse): Problem {
  return problem.problem === "is not a kubeconfig" || problem.problem === "is not valid YAML"
    ? { ...problem, remedy: `Store the contents of the file, not its name: ${storeCommand(use, use.context)}` }
    : problem;
}

function serverProblems({ cluster, context }: Selection, use: KubeconfigUse): Problem[] {
  const url = URL.canParse(cluster.server) ? new URL(cluster.server) : undefined;
  if (url === undefined) return [{ problem: `has the server "${cluster.server}" in context "${context}", no URL` }];
  const problems: Problem[] = [];
  if (url.protocol !== "https:" && !isLoopback(url.hostname)) {
    problems.push({
      problem: `has the server ${url.origin}, which credentials would reach unencrypted`,
      remedy: "Use the https address of the API server.",
    });
  }
  if (use.registered && isLoopback(url.hostname) && !use.allowLoopback) {
    problems.push({
      problem: `has the server ${url.origin}, which for Argo CD, in another cluster, is its own pod`,
      remedy:
        "Use the address at which the hub reaches the API server; or, where Argo CD does run on this machine, " +
        "set cluster.allowLoopback: true.",
    });
  }
  return problems;
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/i.test(host);
}

/** The fields by which a kubeconfig leads to files of the machine that it was written on. */
function fileProblems(
  { cluster, user, context }: Selection,
  use: KubeconfigUse,
  isFile: (path: string) => boolean,
): Problem[] {
  // Of a pod's identity the token is in a file, which changes every hour.
  const tokenFile = user?.tokenFile && !user.token && !isFile(user.tokenFile) ? user.tokenFile : undefined;
  const fields = {
    "certificate-authority": cluster["certificate-authority-data"] ? undefined : cluster["certificate-authority"],
    "client-certificate": user?.["client-certificate-data"] ? undefined : user?.["client-certificate"],
    "client-key": user?.["client-key-data"] ? undefined : user?.["client-key"],
    tokenFile,
  };
  const used = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  if (used.length === 0) return [];
  return [
    {
      problem: `refers to files of the machine that wrote it (${used.join(", ")})`,
      remedy: tokenFile
        ? "Run where that file is, put the token itself there, or use an exec plugin."
        : `Store it with its files inside: ${storeCommand(use, context)}`,
    },
  ];
}

function userProblems({ user, userName }: Selection, isProgram: (command: string) => boolean): Problem[] {
  if (user === undefined) return [{ problem: `has no user "${userName ?? ""}", which its context names` }];
  if (user["auth-provider"] !== undefined) {
    return [
      {
        problem: `uses the auth-provider "${user["auth-provider"].name ?? ""}", which Kubernetes has removed`,
        remedy: "Create the kubeconfig again with your cloud's command line: it writes an exec plugin.",
      },
    ];
  }
  if (user.exec !== undefined) return execProblems(user.exec.command ?? "", isProgram);
  return hasCredentials(user) ? [] : [{ problem: `has no credentials for its user "${userName}"` }];
}

function execProblems(command: string, isProgram: (command: string) => boolean): Problem[] {
  if (command !== "" && isProgram(command)) return [];
  return [
    {
      problem: `gets its credentials from "${command}", which is not a program on this machine's PATH`,
      remedy: "Install it here, or store a kubeconfig with a token or a client certificate.",
    },
  ];
}

function hasCredentials(user: UserEntry): boolean {
  const certificate = user["client-certificate-data"] ?? user["client-certificate"];
  return Boolean(user.token ?? user.tokenFile ?? user.username ?? certificate);
}

/** Whether a command can be run: a path, or the name of a program on PATH. */
export function isOnPath(command: string, path?: string): boolean {
  return programs(command, path).length > 0;
}
