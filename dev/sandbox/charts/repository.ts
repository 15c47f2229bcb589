import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import type { Layout } from "../state/layout";

/** The charts of a release, and what to call them. */
export interface ChartSource {
  readonly helm: string;
  /** Directory with one directory per chart. */
  readonly directory: string;
  readonly charts: readonly string[];
  readonly version: string;
}

/**
 * Packs the published charts into a chart repository, as their release does: in the sources they carry no version.
 * The index names the files relative to itself, so that it does not depend on the port of the server.
 */
export async function createChartRepository(layout: Layout, source: ChartSource): Promise<void> {
  const { helm, directory, charts, version } = source;
  if (charts.every((chart) => existsSync(join(layout.charts, `${chart}-${version}.tgz`)))) return;
  const draft = `${layout.charts}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  // Helm looks at its own home for plugins and repositories; the user's have no say here.
  const home = join(layout.home, "helm");
  const env = { ...process.env, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const paths = charts.map((chart) => join(directory, chart));
  await execa(
    helm,
    ["package", ...paths, "--version", version, "--app-version", `v${version}`, "--destination", draft],
    {
      env,
    },
  );
  await execa(helm, ["repo", "index", draft], { env });
  if (readdirSync(draft).length !== charts.length + 1)
    throw new Error(`helm package made ${readdirSync(draft).join(", ")}`);
  rmSync(layout.charts, { recursive: true, force: true });
  renameSync(draft, layout.charts);
}
