import { UserError } from "../../../core/errors";
import { publish, type Publication } from "../git/publish";
import { BRANCH } from "../git/repositories";
import type { Layout } from "../state/layout";
import { existingSandbox } from "../state/sandbox";
import type { Progress } from "../terminal/progress";

const NAMED = 5;

/** `push`: makes HEAD of the checkout what Argo CD sees. */
export async function push(layout: Layout, force: boolean, progress: Progress): Promise<void> {
  existingSandbox(layout);
  const publication = await publish(layout, force);
  if (publication.outcome === "diverged") throw new UserError(divergence(publication));
  reportPublication(publication, progress);
}

/** Says what publishing did, and what Argo CD will not see. */
export function reportPublication(publication: Publication, progress: Progress): void {
  const { outcome, commit, uncommitted, snapshot } = publication;
  if (outcome === "diverged") progress.warn(divergence(publication));
  else
    progress.step(
      `Git: ${outcome === "published" ? `published ${BRANCH}` : `${BRANCH} is up to date`} at ${commit.slice(0, 12)}`,
    );
  if (snapshot) progress.note("the checkout has no commits: its files were published as they are");
  if (uncommitted.length > 0) {
    const more = uncommitted.length > NAMED ? ` and ${uncommitted.length - NAMED} more` : "";
    progress.warn(
      `not committed, so Argo CD will not see it: ${uncommitted.slice(0, NAMED).join(", ")}${more}; ` +
        "commit, then `npm run sandbox -- push` publishes it",
    );
  }
}

function divergence({ commit }: Publication): string {
  return (
    `the sandbox's branch ${BRANCH} (${commit.slice(0, 12)}) has commits that HEAD of the checkout lacks; it stays as it is. ` +
    "`npm run sandbox -- push --force` replaces it"
  );
}
