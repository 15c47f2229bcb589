import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { UnsetSecret } from "../../core/secret";
import type { LiveObject } from "../../kube/live";
import { secretValue } from "../../kube/secretData";
import { configurationProject, nameIn, publishedProject } from "../application/children";
import { rootProject } from "../application/projects";
import { OWNER } from "../cluster/owner";
import { compact, type KubernetesObject } from "../../kube/object";
import { isOneForArgoCd } from "./address";
import { registry, type RepositorySecret } from "./build";
import { openData, secretEntries } from "./credentials/build";
import { credentialsFor } from "./credentials/choice";

/** A Secret by which an Argo CD knows a repository. */
export interface KnownRepository {
  /** Name of the Secret. */
  secret: string;
  url: string;
  /** The one AppProject that it is for; nothing where it is for all. */
  project?: string | undefined;
  /** The stack that made the Secret, where one did. */
  stack?: string | undefined;
}

/** What a Secret says of a repository. Its credentials are not read. */
export function knownRepository({ metadata, data }: Pick<LiveObject, "metadata"> & { data?: object }): KnownRepository {
  const value = (key: string) => secretValue(data as Record<string, string> | undefined, key);
  return {
    secret: metadata.name,
    url: value("url"),
    project: value("project") || undefined,
    stack: metadata.annotations?.[OWNER],
  };
}

/** What a stack does about repositories in an Argo CD that it has not installed. */
export interface Registration {
  /** The Secrets that it makes, by what distinguishes their resources. */
  secrets: Record<string, RepositorySecret>;
  /** Those of others that it uses, where it has credentials of its own: they stay unused. */
  unused: { path: string; secret: string }[];
  errors: ValidationError[];
}

/**
 * What a stack tells an Argo CD that it has not installed of its repositories: what that does not know, and what is more than an
 * address. Each Secret is for one AppProject of the environment, so that nobody else's Application can get it.
 *
 * @param known the repositories that it knows; nothing where they can't be read
 */
export function scopedRepositories(
  environment: Environment,
  known: readonly KnownRepository[] | undefined,
): Registration {
  const wanted = Object.entries(wantedRepositories(environment)).filter(([, { secret }]) => saysMore(secret));
  // Of a repository of one project another one sees nothing, and of two for all Argo CD takes any.
  const shared = (known ?? []).filter(({ project }) => project === undefined);
  const ofOthers = ({ object }: RepositorySecret) =>
    shared.find(({ url }) => isOneForArgoCd(url, (object.stringData as { url: string }).url));
  const missing = known === undefined ? [] : wanted.filter(([, { secret }]) => ofOthers(secret) === undefined);
  const unused = wanted.flatMap(([, { secret, path }]) => {
    const theirs = ofOthers(secret);
    return theirs && theirs.stack === undefined && secret.entries.some(isSet) ? [{ path, secret: theirs.secret }] : [];
  });
  const errors = missing.flatMap(([, { secret }]) => credentialErrors(environment, secret));
  return {
    secrets: Object.fromEntries(missing.map(([key, { secret }]) => [key, secret])),
    unused: oncePerPath(unused),
    errors: oncePerPath(errors),
  };
}

/** Several Secrets may have one place of credentials. */
function oncePerPath<T extends { path: string }>(items: readonly T[]): T[] {
  return items.filter(({ path }, index) => items.findIndex((each) => each.path === path) === index);
}

function isSet({ value }: RepositorySecret["entries"][number]): boolean {
  return value !== undefined && !(value instanceof UnsetSecret);
}

interface Wanted {
  secret: RepositorySecret;
  /** Where in the configuration its credentials are. */
  path: string;
}

function wantedRepositories(environment: Environment): Record<string, Wanted> {
  const { repository, sources, cluster } = environment;
  const git = (project: string, name: string) =>
    scoped(environment, { project, name, data: registry("git", repository.url), url: repository.url });
  const published = publishedProject(environment);
  const charts = { ...registry("helm", sources.charts), name: "agentgateway-charts" };
  return {
    ...(repository.existingSecret === undefined && {
      root: git(rootProject(environment), "agentgateway-infra-root-repo"),
      git: git(configurationProject(environment), "agentgateway-infra-repo"),
    }),
    ...(cluster.controlPlane === "install" && {
      charts: scoped(environment, {
        project: published,
        name: "agentgateway-charts",
        data: charts,
        url: sources.charts,
      }),
      gatewayApi: scoped(environment, {
        project: published,
        name: "agentgateway-gateway-api",
        data: registry("git", sources.gatewayApi),
        url: sources.gatewayApi,
      }),
    }),
  };
}

interface Place {
  project: string;
  name: string;
  data: Record<string, string | undefined>;
  url: string;
}

function scoped(environment: Environment, { project, name, data, url }: Place): Wanted {
  const { repository, argocd } = environment;
  const type = data.type as "git" | "helm";
  const { path, credentials } = credentialsFor(type, url, repository, argocd.credentials);
  const object: KubernetesObject = compact({
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: nameIn(environment, name),
      namespace: argocd.namespace,
      labels: { "argocd.argoproj.io/secret-type": "repository" },
    },
    type: "Opaque",
    stringData: { ...data, project, ...openData(credentials) },
  });
  return { secret: { object, entries: secretEntries(path, url, credentials) }, path };
}

/** What Argo CD does not see from an address alone. */
function saysMore({ object, entries }: RepositorySecret): boolean {
  const { enableOCI, username } = object.stringData as Record<string, string | undefined>;
  return entries.length > 0 || enableOCI !== undefined || username !== undefined;
}

function credentialErrors({ name, argocd }: Environment, { object, entries }: RepositorySecret): ValidationError[] {
  const { url } = object.stringData as { url: string };
  return entries.flatMap(({ path, value, required, check }) => {
    if (value instanceof UnsetSecret || (required && value === undefined)) {
      const set = `pulumi config set --secret --path '${path}' --stack ${name}`;
      const problem = `is missing, and the Argo CD in ${argocd.namespace} does not know ${url}`;
      return [
        { path, problem, remedy: `Set it with: ${set}. Or have the owner of that Argo CD register the repository.` },
      ];
    }
    const problem = value && check?.(value.reveal());
    return problem === undefined ? [] : [{ path, problem }];
  });
}
