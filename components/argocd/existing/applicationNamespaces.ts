import type { ValidationError } from "../../../core/errors";
import type { Environment } from "../../../config/schema";
import type { ExistingArgoCd } from "./facts";
import { matchesGlob } from "./globs";
import { PARAMETERS } from "./places";

/** The parts that must look at an Application: who serves it and who deploys it. By their labels, and as a reader knows them. */
const PARTS = { server: "server", "application-controller": "application controller" };

/** The setting, and by which flag and variable a part may get it instead. */
const KEY = "application.namespaces";
const FLAG = "--application-namespaces";
const VARIABLE = "ARGOCD_APPLICATION_NAMESPACES";

/** Where a part of an Argo CD looks at Applications beside its own namespace. */
export interface LooksAt {
  part: string;
  patterns: readonly string[];
}

/** A container, as far as it is told where to look. */
export interface PartContainer {
  command?: readonly string[];
  args?: readonly string[];
  env?: readonly { name: string; value?: string }[];
}

/**
 * Where the parts of an Argo CD look at Applications. A flag comes before a variable, and that before the setting.
 *
 * @param containers of its workloads, by the value of their label `app.kubernetes.io/component`
 * @param parameters its ConfigMap `argocd-cmd-params-cm`
 */
export function looksAt(
  containers: readonly (readonly [component: string, containers: readonly PartContainer[]])[],
  parameters: Readonly<Record<string, string>>,
): LooksAt[] {
  return Object.entries(PARTS).map(([component, part]) => {
    const own = containers.filter(([name]) => name === component).flatMap(([, each]) => each);
    return { part, patterns: list(own.map(toldOf).find((told) => told !== undefined) ?? parameters[KEY] ?? "") };
  });
}

function toldOf({ command = [], args = [], env = [] }: PartContainer): string | undefined {
  const words = [...command, ...args];
  const flags = words.flatMap((word, index) => {
    if (word === FLAG) return words[index + 1] ?? [];
    return word.startsWith(`${FLAG}=`) ? word.slice(FLAG.length + 1) : [];
  });
  return flags.length > 0 ? flags.join(",") : env.find(({ name }) => name === VARIABLE)?.value;
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}

/** Whether patterns of that setting allow a namespace: a pattern between slashes is a regular expression. */
export function allows(patterns: readonly string[], namespace: string): boolean {
  return patterns.some((pattern) => {
    const [, expression] = /^\/(.+)\/$/.exec(pattern) ?? [];
    return expression === undefined ? matchesGlob(pattern, namespace) : matchesExpression(expression, namespace);
  });
}

/** One that only Argo CD understands is for it to judge. */
function matchesExpression(expression: string, namespace: string): boolean {
  try {
    return new RegExp(expression).test(namespace);
  } catch {
    return true;
  }
}

/** Why an Argo CD does not look at the environment's Applications, with the line by which it does. */
export function applicationNamespaceErrors(
  { applicationNamespaces: found, parametersPlace = `data of the ConfigMap ${PARAMETERS}`, settings }: ExistingArgoCd,
  { argocd: { namespace, applicationNamespace } }: Pick<Environment, "argocd">,
): ValidationError[] {
  if (applicationNamespace === undefined || applicationNamespace === namespace || found === undefined) return [];
  const path = "argocd.applicationNamespace";
  if (found === "missing") {
    const problem = `is "${applicationNamespace}", a namespace that the cluster of Argo CD does not have`;
    return [{ path, problem, remedy: `Have its owner make it: kubectl create namespace ${applicationNamespace}` }];
  }
  const blind = found.filter(({ patterns }) => !allows(patterns, applicationNamespace));
  if (blind.length === 0) return [];
  const operator = typeof settings === "object" ? settings.operator : undefined;
  const wanted = [...new Set([...blind.flatMap(({ patterns }) => patterns), applicationNamespace])];
  return [
    {
      path,
      problem: `is "${applicationNamespace}", where the Argo CD in ${namespace} looks at no Applications: its ${blind.map(({ part }) => part).join(" and its ")}`,
      remedy: operator
        ? `Have the owner of that Argo CD add ${applicationNamespace} to spec.sourceNamespaces of the ArgoCD ${operator}.`
        : `Have the owner of that Argo CD write into ${parametersPlace}: ${KEY}: "${wanted.join(",")}", and restart both parts.`,
    },
  ];
}
