/** What a kubeconfig says; what is left out is sound. */
export interface KubeconfigParts {
  server?: string;
  cluster?: object;
  user?: object;
}

/** The token of a sound one: a message about a kubeconfig must never contain it. */
export const CANARY = "canary-token";

/** A kubeconfig of one context, as JSON, which is YAML. */
export function kubeconfig({
  server = "https://api.example.com:6443",
  cluster = {},
  user = { token: CANARY },
}: KubeconfigParts = {}): string {
  return JSON.stringify({
    "current-context": "one",
    contexts: [{ name: "one", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server, "certificate-authority-data": "Q0E=", ...cluster } }],
    users: [{ name: "u", user }],
  });
}
