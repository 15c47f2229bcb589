import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarations } from "./declarations";

// Part of `npm run build`: beside the JavaScript, the types of the package.
writeFileSync(join(__dirname, "../../dist/exports.d.ts"), declarations());
