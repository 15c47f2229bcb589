import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "../../core/atomicFile";
import { UserError } from "../../core/errors";
import { environmentProxy } from "../../kube/environmentProxy";

/** Seconds to wait for a file. */
const DOWNLOAD_SECONDS = 60;

/** Where downloads are kept, by their SHA-256. */
function directory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "agentgateway-infra", "downloads");
}

/**
 * The content of a URL: kept from before, where there is a file of that checksum, so that a preview needs no internet.
 *
 * @param sha256 of what is expected; it is for the caller to check
 * @throws UserError where it can't be downloaded
 */
export async function downloaded(url: string, sha256: string): Promise<string> {
  const file = join(directory(), sha256);
  const kept = read(file);
  if (kept !== undefined && sha256Of(kept) === sha256) return kept;
  const content = await download(url);
  if (sha256Of(content) === sha256) keep(file, content);
  return content;
}

/** SHA-256 of a text, in hexadecimal. */
export function sha256Of(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Without a place to keep it, it is downloaded each time. */
function keep(file: string, content: string): void {
  try {
    mkdirSync(directory(), { recursive: true });
    writeWhole(file, content);
  } catch {
    return;
  }
}

async function download(url: string): Promise<string> {
  const { fetch, ProxyAgent } = await import("undici");
  const proxy = environmentProxy(url);
  const dispatcher = proxy === undefined ? undefined : new ProxyAgent(proxy);
  try {
    const signal = AbortSignal.timeout(DOWNLOAD_SECONDS * 1000);
    const response = await fetch(url, { signal, ...(dispatcher && { dispatcher }) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.text();
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    throw new UserError(
      `Can't download ${url} within ${DOWNLOAD_SECONDS} s${proxy === undefined ? "" : ` by the proxy ${new URL(proxy).host}`}: ` +
        `${cause?.message ?? message}. Without internet, point argocd.manifests to a copy.`,
    );
  } finally {
    void dispatcher?.close();
  }
}
