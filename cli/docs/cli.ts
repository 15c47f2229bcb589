import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../core/errors";
import { referenceFiles } from "./files";

/** `npm run docs`. */
export async function docs({ check }: { check?: boolean }): Promise<void> {
  const stale = [...(await referenceFiles())].filter(([path, text]) => read(path) !== text);
  if (check && stale.length > 0) {
    const errors = stale.map(([path]) => ({ path, problem: "is stale", remedy: "Run `npm run docs` and commit it." }));
    throw new UserError("The reference is not what the schemas say:", errors);
  }
  for (const [path, text] of stale) writeFileSync(path, text);
  console.log(stale.length === 0 ? "The reference is current." : `changed  ${stale.map(([path]) => path).join(", ")}`);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
