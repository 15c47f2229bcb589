import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf } from "../../components/argocd/releases";
import type { Checkout } from "./checkout";

interface Live {
  kind: string;
  metadata: { name: string; uid: string; generation?: number };
  data?: Record<string, string>;
}

/** Argo CD as it is in a cluster. */
export interface Installation {
  /** How often each workload was changed, by its name. */
  generations: Record<string, number | undefined>;
  /** What must survive every change of a setting: which object it is, and for Secrets what is in it. */
  kept: Record<string, string>;
}

const KEPT = ["secret/argocd-secret", "secret/argocd-redis", "configmap/argocd-cm", "crd/applications.argoproj.io"];

export async function installation(checkout: Checkout, context: string): Promise<Installation> {
  const get = async (...words: string[]) =>
    (await checkout.get<{ items: Live[] }>(context, ...words, "-n", "argocd")).items;
  const workloads = await get("deployments,statefulsets");
  const kept = await get(...KEPT);
  return {
    generations: Object.fromEntries(workloads.map(({ metadata }) => [metadata.name, metadata.generation])),
    kept: Object.fromEntries(
      kept.map(({ kind, metadata, data }) => [
        `${kind} ${metadata.name}`,
        `${metadata.uid} ${kind === "Secret" ? JSON.stringify(data) : ""}`,
      ]),
    ),
  };
}

/** The workloads that changed between two looks. */
export function restarted(before: Installation, after: Installation): string[] {
  return Object.keys(after.generations)
    .filter((name) => before.generations[name] !== after.generations[name])
    .sort();
}

/** A copy of a release's manifests with images of another version, and the checksums of its files. */
export function otherRelease(manifests: string, directory: string, version: string): Record<string, string> {
  return Object.fromEntries(
    filesOf({ version, highAvailability: false, applicationSets: false, sha256: {} }).map(([path]) => {
      const text = readFileSync(join(manifests, path), "utf8").replace(/(argoproj\/argocd:v)[0-9.]+/g, `$1${version}`);
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
      return [path, createHash("sha256").update(text).digest("hex")];
    }),
  );
}
