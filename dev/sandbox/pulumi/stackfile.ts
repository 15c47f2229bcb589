import { existsSync, readFileSync } from "node:fs";
import { parse, parseDocument } from "yaml";
import { PROJECT } from "../../../config/stackfile";
import { writeFileAtomic } from "../state/files";

/** The project's configuration in a stack file, without the prefix of its keys. */
export function readStackConfig(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  const { config = {} } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: Record<string, unknown> };
  const prefix = `${PROJECT}:`;
  return Object.fromEntries(
    Object.entries(config ?? {})
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

/** Sets plain values, which needs no CLI and no key; everything else in the file stays. */
export function writePlainValues(file: string, values: readonly { path: string; value?: string | boolean }[]): void {
  if (values.length === 0) return;
  const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "");
  for (const { path, value } of values) {
    const [first, ...rest] = path.split(".");
    document.setIn(["config", `${PROJECT}:${first}`, ...rest], value);
  }
  writeFileAtomic(file, document.toString({ lineWidth: 0 }));
}
