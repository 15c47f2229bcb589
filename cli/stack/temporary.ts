import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives a run of Pulumi a directory of its own for temporary files, and removes it: the Kubernetes provider leaves the
 * kubeconfig there, in plain text (4.29; readable by its user alone).
 */
export async function withTemporary<T>(work: (env: { TMPDIR: string }) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "agentgateway-pulumi-"));
  try {
    return await work({ TMPDIR: directory });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
