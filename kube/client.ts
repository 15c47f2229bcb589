import type { KubeConfig } from "@kubernetes/client-node";
import { mayRetry } from "./retry";

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
    return await retryWhileBusy(call);
  } catch (error) {
    if ((error as { code?: number }).code === 404 || isUnknownKind(error)) return undefined;
    throw error;
  }
}

/** The library has looked at which kinds the server serves before it asked for the object. */
function isUnknownKind(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Unrecognized API version and kind");
}

/** An answer of a server that may be busy. */
export async function retryWhileBusy<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const { code, headers } = error as { code?: number; headers?: Record<string, string> };
      if (code !== 429 || !(await mayRetry(attempt, headers?.["retry-after"]))) throw error;
    }
  }
}
