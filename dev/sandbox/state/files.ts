import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writeWhole } from "../../../core/atomicFile";

/** Replaces a file in one step, so that a reader or a crash never sees half of it. */
export function writeFileAtomic(path: string, content: string, mode = 0o600): void {
  writeWhole(path, content, { mode, flush: true });
}

/** Writes only what differs; returns whether it did. */
export function writeIfChanged(path: string, content: string, mode = 0o600): boolean {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return false;
  writeFileAtomic(path, content, mode);
  return true;
}

/** The secret in a file, generated on first use. Url-safe characters only, so that it fits into a URL. */
export function generatedSecret(path: string): string {
  if (!existsSync(path)) writeFileAtomic(path, randomBytes(24).toString("base64url"));
  return readFileSync(path, "utf8");
}

export function readJson<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;
}

export function writeJson(path: string, value: unknown): void {
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}
