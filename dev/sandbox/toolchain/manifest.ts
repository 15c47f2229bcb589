/** What a finished cache entry holds, so that damage is noticed: cheaply when nothing changed, surely when it did. */
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, readSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = "manifest.json";
const FORMAT = 1;

/** One file of an entry. */
export interface ManifestFile {
  path: string;
  size: number;
  mtimeMs: number;
  sha256: string;
}

interface Manifest {
  format: number;
  files: ManifestFile[];
}

/** How an entry looks on disk. */
export type Condition = { state: "sound" } | { state: "absent" } | { state: "damaged"; reason: string };

/** Describes all files of a finished directory in its manifest. */
export function seal(dir: string): void {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => path !== FILE)
    .sort();
  write(dir, { format: FORMAT, files: paths.map((path) => describe(dir, path)) });
}

/** Compares a directory with its manifest. A file whose size and time are as recorded is not read again. */
export function inspect(dir: string): Condition {
  if (!statSync(dir, { throwIfNoEntry: false })) return { state: "absent" };
  const manifest = read(dir);
  if (!manifest) return { state: "damaged", reason: `${FILE} is missing or unreadable` };
  let touched = false;
  for (const file of manifest.files) {
    const stat = statSync(join(dir, file.path), { throwIfNoEntry: false });
    if (!stat?.isFile()) return { state: "damaged", reason: `${file.path} is missing` };
    if (stat.size !== file.size) {
      return { state: "damaged", reason: `${file.path} has ${stat.size} bytes instead of ${file.size}` };
    }
    if (stat.mtimeMs === file.mtimeMs) continue;
    if (hash(join(dir, file.path)) !== file.sha256) {
      return { state: "damaged", reason: `${file.path} has another sha256 than when it was built` };
    }
    file.mtimeMs = stat.mtimeMs;
    touched = true;
  }
  // Copied or restored from a backup: the content is right, so the next start need not hash it again.
  if (touched) write(dir, manifest);
  return { state: "sound" };
}

function describe(dir: string, path: string): ManifestFile {
  const file = join(dir, path);
  const sha256 = hash(file);
  const { size, mtimeMs } = statSync(file);
  return { path, size, mtimeMs, sha256 };
}

/** Reads a file in pieces (the binaries are large), and has it written to the disk before the manifest vouches for it. */
function hash(file: string): string {
  const digest = createHash("sha256");
  const buffer = Buffer.alloc(1 << 20);
  const descriptor = openSync(file, "r");
  try {
    for (let length; (length = readSync(descriptor, buffer, 0, buffer.length, null)) > 0;) {
      digest.update(buffer.subarray(0, length));
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return digest.digest("hex");
}

function read(dir: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(dir, FILE), "utf8")) as Manifest;
    return manifest.format === FORMAT && manifest.files.length > 0 ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function write(dir: string, manifest: Manifest): void {
  writeFileSync(join(dir, FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
