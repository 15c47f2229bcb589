import { createHmac } from "node:crypto";
import { BRANCH } from "./repositories";

const LIMIT_MS = 5_000;

/**
 * Tells Argo CD of a push, as GitHub does by a webhook: so it looks at once and not at its next round. Where Argo CD does
 * not answer (it may not be installed yet) nothing is lost but those seconds.
 *
 * @param secret what `argocd.webhook.github` is
 */
export async function announcePush(server: string, repository: string, secret: string): Promise<void> {
  const body = JSON.stringify(pushPayload(repository));
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-hub-signature-256": `sha256=${signature}`,
  };
  try {
    await fetch(`${server}/api/webhook`, { method: "POST", headers, body, signal: AbortSignal.timeout(LIMIT_MS) });
  } catch {
    // Argo CD finds the commit by itself, a little later.
  }
}

/** The part of GitHub's push event that Argo CD reads: which repository and which branch. */
function pushPayload(repository: string): object {
  return {
    ref: `refs/heads/${BRANCH}`,
    repository: { html_url: repository.replace(/\.git$/, ""), default_branch: BRANCH },
    commits: [],
  };
}
