import { childApplications } from "../../components/application/children";
import { appProjects } from "../../components/application/projects";
import { rootApplication } from "../../components/application/root";
import type { SecretSpec } from "../../components/credentials";
import { environmentFiles, environmentSecrets } from "../../components/environment";
import type { KubernetesObject } from "../../kube/object";
import { repositories } from "../../components/repository/build";
import type { Environment } from "../../config/schema";

/** What Argo CD deploys of an environment, in its namespace. */
export function deployedObjects(environment: Environment): KubernetesObject[] {
  const objects = environmentFiles(environment).flatMap((file) => file.objects);
  return objects.map((object) => within(environment.namespace, object));
}

/** All that is made of an environment, by whomever. */
export function allObjects(environment: Environment): KubernetesObject[] {
  return [
    ...deployedObjects(environment),
    ...environmentSecrets(environment).map((spec) => within(environment.namespace, secret(spec))),
    ...Object.values(repositories(environment.repository, environment.sources, environment.argocd.namespace)),
    ...appProjects(environment),
    rootApplication(environment),
    ...childApplications(environment),
  ];
}

/** The Secret of a spec, with placeholders for its values. */
export function secret({ name, type = "Opaque", entries }: SecretSpec): KubernetesObject {
  const stringData = Object.fromEntries(entries.map(({ key, encode = (plain) => plain }) => [key, encode("value")]));
  return { apiVersion: "v1", kind: "Secret", metadata: { name }, type, stringData };
}

/** An object in a namespace. */
export function within(namespace: string, object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}
