import type { KubeConfig } from "@kubernetes/client-node";
import { UserError } from "../core/errors";
import { mayAskAgain } from "./busy";
import { messageIn } from "./message";

/**
 * A client's configuration for a context of a kubeconfig. The client is loaded when it is called for: a preview needs
 * none, and does not wait for one.
 *
 * @param context default: the kubeconfig's current one
 */
export async function clientFor(kubeconfig: string, context?: string): Promise<KubeConfig> {
  const { KubeConfig: Config } = await import("@kubernetes/client-node");
  const config = new Config();
  config.loadFromString(kubeconfig);
  // The library refuses a server without TLS, such as `kubectl proxy`, unless told not to verify what there is none of.
  config.clusters = config.clusters.map((each) =>
    each.server.startsWith("http:") ? { ...each, skipTLSVerify: true } : each,
  );
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}

/** The answer to a question about something that may not be there, nor its kind, of a server that may be busy. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await patiently(call);
  } catch (error) {
    if ((error as { code?: number }).code === 404 || isUnknownKind(error)) return undefined;
    throw error;
  }
}

/** The library has looked at which kinds the server serves before it asked for the object. */
function isUnknownKind(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Unrecognized API version and kind");
}

/**
 * An answer of a server that may be busy.
 *
 * @throws what the server says, without the headers of its answer; a UserError where it refuses who asks
 */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const { code, headers } = error as { code?: number; headers?: Record<string, string> };
      if (code !== 429 || !(await mayAskAgain(attempt, headers?.["retry-after"]))) throw readable(error);
    }
  }
}

/** The library's errors have the whole answer in their messages: headers, and the body as the text of a text. */
function readable(error: unknown): unknown {
  const { code, body } = error as { code?: unknown; body?: unknown };
  if (!(error instanceof Error) || typeof code !== "number" || !error.message.startsWith("HTTP-Code")) return error;
  const said = messageIn(body) ?? "";
  // Who asks reads the code, also of an error that is shown without a trace.
  if (code === 401) return Object.assign(new UserError(REFUSED), { code });
  if (code === 403)
    return Object.assign(new UserError(`The identity of the kubeconfig lacks a right: ${said || "forbidden"}`), {
      code,
    });
  error.message = `the API server answers ${code}: ${said || "nothing more"}`;
  return error;
}

const REFUSED =
  "The API server does not accept the credentials of the kubeconfig. They have expired or were revoked: store a new one.";
