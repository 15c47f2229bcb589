import { UserError } from "../core/errors";
import { CredentialsError } from "./credentials";
import type { Problem } from "./selection";
import { originOf } from "./origin";
import { ApiError } from "./request";

/**
 * A failed request to a cluster as an error for its user: which kubeconfig, which server, why, and what to do. Every other
 * error stays as it is.
 */
export function asClusterError(error: unknown): unknown {
  const origin = originOf(error);
  if (origin === undefined) return error;
  const { server = "its API server", kubeconfig = "kubeconfig" } = origin;
  return new UserError("A cluster can't be used:", [{ path: kubeconfig, ...problemOf(error as Error, server) }]);
}

/** What it means that a request failed. */
export function problemOf(error: Error & { code?: string }, server: string): Problem {
  if (error instanceof CredentialsError) return error.problem;
  if (error instanceof ApiError && error.status === 401) {
    return {
      problem: `has credentials that ${server} does not accept`,
      remedy: "They have expired or were revoked: store a new kubeconfig.",
    };
  }
  if (error instanceof ApiError && error.status === 403) {
    return {
      problem: `has a user whom ${server} does not allow this: ${error.message}`,
      remedy: "Give that user the right, or store a kubeconfig of one who has it.",
    };
  }
  if (error instanceof ApiError && error.status < 500 && error.status !== 429) {
    return { problem: `leads to ${server}, which refuses a request (${error.status}): ${error.message}` };
  }
  if (error instanceof ApiError) {
    return {
      problem: `leads to ${server}, which answers ${error.status}: ${error.message}`,
      remedy: "It is overloaded or not well: see to the cluster, then try again.",
    };
  }
  if (/^CERT_(NOT_YET_VALID|HAS_EXPIRED)$/.test(error.code ?? "")) {
    return {
      problem: `leads to ${server}, whose certificate is not valid at ${new Date().toISOString()} (${error.code})`,
      remedy: "Check the clock of this machine. Where it is right, renew the certificate.",
    };
  }
  const reason = error.code ?? error.message.trim().split("\n")[0];
  if (/CERT|SIGNATURE|SELF_SIGNED|TLS/.test(error.code ?? "")) {
    return {
      problem: `does not trust the certificate of ${server} (${reason})`,
      remedy: "Its certificate-authority-data must be the one of this API server.",
    };
  }
  return {
    problem: `leads to ${server}, which can't be reached from here (${reason})`,
    remedy: "Check the address, the network (VPN, firewall) and that the cluster runs.",
  };
}
