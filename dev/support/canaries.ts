import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A secret as it may appear in a text: as it is, in JSON, in a URL, or in base64 at any place of what was encoded. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((before) => {
    // What comes before and after changes the characters at either end.
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return text.slice(before === 0 ? 0 : 4, -4);
  });
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...encoded])].filter(
    (form) => form.length >= 8,
  );
}

/** Names of the texts that contain one of the secrets. */
export function leaks(texts: ReadonlyMap<string, string>, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return [...texts].filter(([, text]) => forms.some((form) => text.includes(form))).map(([name]) => name);
}

/** Every file below a directory by its path, byte for byte; links are not followed. */
export function textsBelow(directory: string, accepts: (path: string) => boolean = () => true): Map<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => lstatSync(path).isFile() && accepts(path));
  return new Map(files.map((path) => [path, readFileSync(path, "latin1")]));
}

/** Collects the command line of every process of the machine while it is watched. */
export function watchCommandLines(): { seen: Set<string>; stop: () => void } {
  const seen = new Set<string>();
  const look = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
      } catch {
        // It has just ended.
      }
    }
  };
  const timer = setInterval(look, 200);
  return { seen, stop: () => clearInterval(timer) };
}
