import { createHmac } from "node:crypto";
import { tryGit } from "../../../core/git";
import { branchHead } from "./publish";
import { BRANCH } from "./repositories";

const LIMIT_MS = 5_000;

/** What a push did to the branch. */
export interface Push {
  /** Commit that it pointed to, if it was there. */
  before?: string;
  after: string;
  /** Paths that differ between the two; where none is known, Argo CD takes all for changed. */
  files: readonly string[];
}

/** What has been pushed since the branch was at a commit. */
export async function pushSince(repository: string, before: string | undefined): Promise<Push | undefined> {
  const after = await branchHead(repository);
  if (after === undefined || after === before) return undefined;
  const names = ["diff", "--name-only", "--no-renames", "-z"];
  const { stdout = "" } = before ? await tryGit(["-C", repository, ...names, before, after]) : {};
  return { before, after, files: stdout.split("\0").filter(Boolean) };
}

/**
 * Announces a push to Argo CD, as GitHub does by a webhook: so it looks at once and not at its next round. Where Argo CD does
 * not answer (it may not be installed yet) nothing is lost but those seconds.
 *
 * @param secret what `argocd.webhook.github` is
 */
export async function announcePush(server: string, repository: string, secret: string, push: Push): Promise<void> {
  const body = JSON.stringify(pushPayload(repository, push));
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

/** The part of GitHub's push event that Argo CD reads; it does not tell added, modified and removed files apart. */
function pushPayload(repository: string, { before, after, files }: Push): object {
  return {
    ref: `refs/heads/${BRANCH}`,
    repository: { html_url: repository.replace(/\.git$/, ""), default_branch: BRANCH },
    ...(before === undefined ? {} : { before }),
    after,
    commits: [{ id: after, modified: files }],
  };
}
