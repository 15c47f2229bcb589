import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../kube/object";
import { sourcesOf, type LiveApplication, type Source } from "./application";

/** What component Applications read so far, where they will read something else, and values of charts that they will not have. */
export function changedSources(before: readonly LiveApplication[], desired: readonly KubernetesObject[]): string[] {
  return desired.flatMap((application) => {
    const current = before.find(({ metadata }) => metadata.name === application.metadata.name);
    if (current === undefined) return [];
    const name = `Application ${application.metadata.name}`;
    const { source: next } = application.spec as { source: Source };
    const sources = sourcesOf(current);
    const deployed = sources.filter(({ path, chart }) => path !== undefined || chart !== undefined);
    const changed = deployed.filter((source) => !isSame(source, next)).map(describe);
    const lost = sources.filter(({ helm }) => !isDeepStrictEqual(helm, next.helm));
    const values = lost.flatMap((source) => valuesOf(source, sources));
    return [
      ...(changed.length > 0 ? [`${name}: its source, which is ${changed.join(" and ")}`] : []),
      ...(values.length > 0
        ? [`${name}: values of its chart, by ${values.join(", ")}: set those that you need in controlPlane.values`]
        : []),
    ];
  });
}

function isSame(one: Source, other: Source): boolean {
  return (["repoURL", "path", "chart", "targetRevision"] as const).every((field) => one[field] === other[field]);
}

function describe({ repoURL, path, chart, targetRevision = "HEAD" }: Source): string {
  return `${chart === undefined ? path : `chart ${chart}`} of ${repoURL} at ${targetRevision}`;
}

/** Where values come from, and not the values: they may be credentials. */
function valuesOf({ helm }: Source, all: readonly Source[]): string[] {
  if (helm === undefined) return [];
  const { valueFiles = [], values, valuesObject, parameters = [], fileParameters = [] } = helm;
  return [
    ...valueFiles.map((file) => located(file, all)),
    ...(values || valuesObject ? ["values in the Application"] : []),
    ...(parameters.length + fileParameters.length > 0 ? ["parameters in the Application"] : []),
  ];
}

/** A file of another source, `$name/path`, is where that one is. */
function located(file: string, all: readonly Source[]): string {
  const [, name, path] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
  const source = all.find(({ ref }) => ref !== undefined && ref === name);
  return source === undefined ? file : `${path} of ${source.repoURL} at ${source.targetRevision ?? "HEAD"}`;
}
