import type { ValidationError } from "../../../core/errors";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import { keysAt, schemasAt } from "../../../core/schemaAt";
import { formatPath } from "../../../core/validationErrors";
import { versions } from "../../versions";
import type { ControlPlaneSpec } from "../spec";
import { chartValues } from "../values/spec";
import { digestOf } from "./digest";
import { parseObject } from "./object";

/** Releases whose charts are known: what they bring, and their values. */
const TESTED = /^1\.4\.[0-9]+$/;

const AT = "controlPlane.contents";

/** Whether Argo CD's rights fit a release without looking into its charts. */
export function isTestedRelease(version: string): boolean {
  return TESTED.test(version);
}

/**
 * What is wrong with what a stack says of its charts, so that Argo CD would be forbidden to deploy them.
 *
 * @param stack its name, for the command that looks into the charts
 * @param namespaces those that the stack has, the controller's among them
 */
export function contentsErrors(
  stack: string,
  { version, values, otherValues, contents }: ControlPlaneSpec,
  namespaces: readonly string[],
): ValidationError[] {
  const remedy = `Run \`npm run chart -- ${stack}\`: it renders the charts, and writes what they bring into Pulumi.${stack}.yaml.`;
  const error = (path: string, problem: string) => ({ path, problem, remedy });
  if (contents === undefined)
    return [
      ...(isTestedRelease(version)
        ? []
        : [error(AT, `is missing: "${version}" is no release of 1.4, and nothing says what its charts bring`)]),
      ...(Object.keys(otherValues).length > 0 && isTestedRelease(version) ? [uselessValues] : []),
    ];
  return [
    ...(contents.version === version
      ? []
      : [error(`${AT}.version`, `is "${contents.version}", and controlPlane.version is "${version}"`)]),
    ...(contents.values === digestOf({ values, otherValues })
      ? []
      : [error(`${AT}.values`, "does not fit controlPlane.values and otherValues, which have changed since")]),
    ...(["objects", "former"] as const).flatMap((field) =>
      (contents[field] ?? []).flatMap((line, index) => refusalOf(line, namespaces, `${AT}.${field}[${index}]`)),
    ),
    ...knownValues(otherValues),
  ];
}

/** Values that the charts of 1.4 have are checked, so they are given where they are. */
function knownValues(otherValues: PlainObject, path: readonly string[] = []): ValidationError[] {
  return Object.entries(otherValues).flatMap(([name, value]) => {
    const at = [...path, name];
    const known = schemasAt(chartValues, at);
    if (known.length === 0) return [];
    if (isPlainObject(value) && keysAt(chartValues, at).length > 0) return knownValues(value, at);
    return [
      {
        path: formatPath(["controlPlane", "otherValues", ...at]),
        problem: "is a value that the charts of 1.4 have, too",
        remedy: `Set ${formatPath(["controlPlane", "values", ...at])} in its place.`,
      },
    ];
  });
}

const uselessValues: ValidationError = {
  path: "controlPlane.otherValues",
  problem: `is set, and the values of the charts of 1.4, such as ${versions.agentgateway}, are all in controlPlane.values`,
  remedy: "Move them there.",
};

/** Why Argo CD may not deploy an object of a chart. */
function refusalOf(line: string, namespaces: readonly string[], path: string): ValidationError[] {
  const { group, kind, namespace } = parseObject(line)!;
  if (group === "" && kind === "Secret")
    return [
      {
        path,
        problem: `"${line}" is a Secret, which Argo CD neither reads nor writes`,
        remedy: "Set the chart's values so that it makes none, and run `npm run chart` again.",
      },
    ];
  if (namespace === undefined || namespaces.includes(namespace)) return [];
  return [
    {
      path,
      problem: `"${line}" is in a namespace that is not this stack's: it has ${namespaces.join(" and ")}`,
      remedy:
        "Set the chart's values so that it stays in these, and run `npm run chart` again; or have somebody else install the control plane: cluster.controlPlane: existing.",
    },
  ];
}
