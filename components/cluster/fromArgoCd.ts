import { z } from "zod";
import type { ApiServer } from "../../kube/kubeconfig";
import { cloudIdentity } from "./identity";

/** How Argo CD reaches a cluster that it does not run in, and as whom, where that differs from the kubeconfig. */
export const fromArgoCd = z.strictObject({
  /** URL of the API server as Argo CD reaches it. Default: that of the kubeconfig. */
  server: z
    .url({ protocol: /^https$/, error: "must be the https URL of an API server, such as https://10.0.0.5:6443" })
    .optional(),
  /** CA certificate of that server: PEM in base64, as in a kubeconfig. Default: that of the kubeconfig. */
  caData: z
    .string()
    .refine(isCertificate, "must be a certificate in PEM, in base64, as certificate-authority-data of a kubeconfig is")
    .optional(),
  /** Name that the server's certificate has, where it is not the host of the URL. Default: the kubeconfig's, with its server. */
  tlsServerName: z.string().min(1).optional(),
  /** Proxy through which Argo CD reaches the server. Default: none, whatever the kubeconfig says, which is about your network. */
  proxyUrl: z
    .url({ protocol: /^(https?|socks5)$/, error: "must be the URL of a proxy: http, https or socks5" })
    .optional(),
  /** An identity that the cloud gives to Argo CD. Default: a ServiceAccount of the cluster, by its token. */
  identity: cloudIdentity.optional(),
});

export type FromArgoCd = z.output<typeof fromArgoCd>;

/**
 * The API server as Argo CD reaches it. Of the kubeconfig it takes what is true for everybody: the address, the CA, the name in
 * the certificate. A proxy is a matter of the network that one is in.
 *
 * @param server as the kubeconfig has it
 */
export function reachedByArgoCd(server: ApiServer, argocd: FromArgoCd | undefined): ApiServer {
  const { proxyUrl: _, serverName, ...known } = server;
  const elsewhere = argocd?.server !== undefined;
  const name = argocd?.tlsServerName ?? (elsewhere ? undefined : serverName);
  return {
    ...known,
    ...(argocd?.server !== undefined && { server: argocd.server.replace(/\/+$/, "") }),
    ...(argocd?.caData !== undefined && { caData: argocd.caData, insecure: false }),
    ...(name !== undefined && { serverName: name }),
    ...(argocd?.proxyUrl !== undefined && { proxyUrl: argocd.proxyUrl }),
  };
}

function isCertificate(base64: string): boolean {
  return Buffer.from(base64, "base64").toString().includes("-----BEGIN CERTIFICATE-----");
}
