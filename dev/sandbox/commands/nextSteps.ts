/** This shell on the sandbox: the first thing to do next. */
export const ENTER = 'eval "$(npm run --silent sandbox -- env)"';

/** What can be done next, with the addresses of this sandbox. */
export function nextSteps(argocdPort: number, environment: string): string {
  return [
    "Try next:",
    `  ${ENTER}        this shell: kubectl, pulumi, git work on the sandbox`,
    `  kubectl --context ${environment} get httproute,agentgatewaybackend -A`,
    `  pulumi preview --stack ${environment} --refresh --expect-no-changes`,
    `  curl http://127.0.0.1:${argocdPort}/api/v1/applications    Argo CD's API, no password (it has no web pages here)`,
    "  change platform.ts, npm run render, git commit, npm run sandbox -- push",
    "  npm run sandbox -- status                        the processes; npm stop ends them",
  ].join("\n");
}
