// Loaded before a script: kills it at its n-th write of a file that is to be renamed, with half of that file written, or
// with all of it and not yet renamed.
import fs from "node:fs";

const [at, how] = (process.env.DIE_WRITING ?? "").split(" ");
const { writeFileSync } = fs;
let written = 0;

fs.writeFileSync = (path, data, options) => {
  const text = data as string;
  const isLast = String(path).endsWith(".tmp") && ++written === Number(at);
  writeFileSync(path, isLast && how === "half" ? text.slice(0, text.length / 2) : text, options);
  if (isLast) process.kill(process.pid, "SIGKILL");
};
