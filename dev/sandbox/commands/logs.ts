import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../core/errors";
import type { Layout } from "../state/layout";
import { table } from "../../../cli/status/table";
import { tail } from "../terminal/tail";

/** `logs [name]`: which logs there are, or the end of one. */
export function logs(layout: Layout, name: string | undefined): void {
  const files = existsSync(layout.logs)
    ? readdirSync(layout.logs)
        .filter((file) => file.endsWith(".log"))
        .sort()
    : [];
  if (name === undefined) {
    const rows = files.map((file) => [
      file.replace(/\.log$/, ""),
      `${Math.ceil(statSync(join(layout.logs, file)).size / 1024)} KiB`,
    ]);
    process.stdout.write(`${table(["LOG", "SIZE"], rows)}\n\n${layout.logs}\n`);
    return;
  }
  const path = layout.log(name);
  if (!existsSync(path)) throw new UserError(`there is no log called ${name}; \`npm run sandbox -- logs\` lists them`);
  process.stdout.write(tail(path));
  process.stderr.write(`\n${path}\n`);
}
