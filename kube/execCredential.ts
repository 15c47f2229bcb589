import { CredentialsError } from "./credentials";

/** Seconds that a program has for credentials: it may ask its cloud, and a person at a terminal. */
const LIMIT = { unattended: 60, attended: 300 };

/** How a kubeconfig says that a program has the credentials: `users[].user.exec` (client.authentication.k8s.io). */
export interface ExecEntry {
  apiVersion?: string;
  command?: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
  /** Whether it may ask somebody. Default `IfAvailable`. */
  interactiveMode?: "Never" | "IfAvailable" | "Always";
  provideClusterInfo?: boolean;
}

/** What such a program prints. */
export interface ExecStatus {
  token?: string;
  clientCertificateData?: string;
  clientKeyData?: string;
}

/** Where a program runs. */
export interface Terminal {
  /** Whether somebody can answer its questions. */
  attended: boolean;
  /** Seconds until it is ended. Default: five minutes at a terminal, else one. */
  limitSeconds?: number;
}

/**
 * Asks a program for credentials. At a terminal its questions are shown there, and it gets the answers; without one it is told
 * that nobody answers.
 *
 * @param cluster what it is told of the cluster, where the kubeconfig says that it wants to know
 * @throws CredentialsError with what it said
 */
export async function execCredential(
  { apiVersion = "client.authentication.k8s.io/v1", command = "", args, env, ...entry }: ExecEntry,
  cluster: object,
  { attended, ...terminal }: Terminal = { attended: process.stdin.isTTY && process.stderr.isTTY },
): Promise<ExecStatus> {
  const { interactiveMode = "IfAvailable", provideClusterInfo = false } = entry;
  if (interactiveMode === "Always" && !attended)
    throw new CredentialsError(command, "it wants to ask somebody, and there is no terminal");
  const interactive = attended && interactiveMode !== "Never";
  const limitSeconds = terminal.limitSeconds ?? (interactive ? LIMIT.attended : LIMIT.unattended);
  const spec = { interactive, ...(provideClusterInfo && { cluster }) };
  // Loaded only where a kubeconfig names a program.
  const { default: execa } = await import("execa");
  const result = await execa(command, args ?? [], {
    env: {
      ...Object.fromEntries((env ?? []).map(({ name, value }) => [name, value])),
      KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, kind: "ExecCredential", spec }),
    },
    stdin: interactive ? "inherit" : "ignore",
    stderr: interactive ? "inherit" : "pipe",
    timeout: limitSeconds * 1000,
    reject: false,
  });
  const said = (result.stderr as string | undefined) ?? "";
  if (result.timedOut) throw new CredentialsError(command, `${said}\nit had not ended after ${limitSeconds} s`);
  if (result.failed) {
    const { originalMessage = "" } = result as { originalMessage?: string };
    throw new CredentialsError(command, said || originalMessage);
  }
  return statusIn(command, result.stdout);
}

function statusIn(command: string, printed: string): ExecStatus {
  let status: ExecStatus | undefined;
  try {
    ({ status } = JSON.parse(printed) as { status?: ExecStatus });
  } catch {
    throw new CredentialsError(command, "it printed no ExecCredential");
  }
  if (status?.token ?? status?.clientCertificateData) return status;
  throw new CredentialsError(command, "it printed an ExecCredential without a token or a certificate");
}
