import { renderedItems, type Item } from "../checks/inventory";
import type { ManifestText } from "../checks/manifest";
import { childApplications } from "../components/application/children";
import { appProjects } from "../components/application/projects";
import { rootApplication } from "../components/application/root";
import type { Environment } from "../config/schema";
import { toYaml } from "../core/yaml";
import { groupOf } from "../kube/apiGroup";
import type { KubernetesObject } from "../kube/object";
import { handWrittenFiles } from "./handWritten";

/** All objects of an environment that are in Git: rendered, hand-written, and its Applications and projects. */
export function itemsInGit(environment: Environment, handWritten: readonly ManifestText[]): Item[] {
  const applications = [...appProjects(environment), rootApplication(environment), ...childApplications(environment)];
  return [
    ...renderedItems(environment),
    ...handWrittenFiles(handWritten, environment).flatMap(({ origin, objects }) =>
      objects.map((object) => ({ origin, handWritten: true, object })),
    ),
    ...applications.map((object) => ({ origin: "application", handWritten: false, object })),
  ];
}

/** Those objects as YAML, by names such as `HTTPRoute.gateway.networking.k8s.io openai`, in the order of the names. */
export function objectTexts(environment: Environment, handWritten: readonly ManifestText[]): Record<string, string> {
  const texts = itemsInGit(environment, handWritten).map(({ object }) => [nameOf(object), toYaml(object)] as const);
  return Object.fromEntries(texts.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function nameOf(object: KubernetesObject): string {
  const kind = [object.kind, groupOf(object)].filter((part) => part !== "").join(".");
  const { namespace, name } = object.metadata;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
