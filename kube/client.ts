import type { KubeConfig } from "@kubernetes/client-node";

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
  // The library refuses a server without TLS, such as `kubectl proxy`, unless TLS verification is off.
  config.clusters = config.clusters.map((each) =>
    each.server.startsWith("http:") ? { ...each, skipTLSVerify: true } : each,
  );
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}
