import { GIT_USER } from "./server";

/** Addresses of what the sandbox serves. */
export function contentUrls(port: number) {
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    repository: `${origin}/agentgateway-infra.git`,
    gatewayApi: `${origin}/gateway-api.git`,
    charts: `${origin}/charts`,
    /** The users' repository with the user's name, so that git asks its helper for the password and nobody for a name. */
    push: `http://${GIT_USER}@127.0.0.1:${port}/agentgateway-infra.git`,
  };
}
