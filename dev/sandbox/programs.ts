import { chmodSync, copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { argoDirectories } from "./argocd/plan";
import type { Programs } from "./plan";
import type { Layout } from "./state/layout";
import { writeIfChanged } from "./state/files";
import type { Toolchain } from "./toolchain";

/** Stages that make kwok's node and pods ready at once and keep the node so. */
const STAGES = [
  "node/fast/node-initialize.yaml",
  "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
  "pod/fast/pod-ready.yaml",
  "pod/fast/pod-complete.yaml",
  "pod/fast/pod-delete.yaml",
];

/** What kwok's own stages lack: pods that recover or fail, and load balancers. */
const OWN_STAGES = ["pod-ready-again", "pod-image-missing", "pod-crashes", "service-address", "service-pending"].map(
  (name) => join(__dirname, "cluster", "stages", `${name}.yaml`),
);

/** Wrappers that Argo CD calls by name; in the published module they are not executable. */
const WRAPPERS = ["git-verify-wrapper.sh", "gpg-wrapper.sh"];

/** Writes down for the background process where the programs are, and prepares the directories that they expect. */
export function writePrograms(layout: Layout, toolchain: Pick<Toolchain, "bin" | "binDir" | "assets">): void {
  const { bin, binDir, assets } = toolchain;
  const hack = join(layout.argocd, "bin");
  for (const directory of [hack, ...Object.values(argoDirectories(layout))]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  for (const name of WRAPPERS) {
    if (existsSync(join(hack, name))) continue;
    copyFileSync(join(assets.argocdHack, name), join(hack, name));
    chmodSync(join(hack, name), 0o700);
  }
  const stages = [...STAGES.map((file) => join(assets.kwokStages, file)), ...OWN_STAGES];
  const programs: Programs = { bin, binDir, stages, argocdHack: hack };
  writeIfChanged(layout.toolchain, `${JSON.stringify(programs, null, 2)}\n`);
}
