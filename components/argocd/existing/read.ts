import type { Environment } from "../../../config/schema";
import { definitionPath } from "../../../kube/kinds";
import type { LiveObject } from "../../../kube/live";
import type { ClusterReader } from "../../../kube/reach";
import { secretValue } from "../../../kube/secretData";
import { childApplications } from "../../application/children";
import { rootName } from "../../application/root";
import type { Installer } from "../../application/protection";
import { OWNER } from "../../cluster/owner";
import { secretsPath } from "../../cluster/registration";
import { knownRepository } from "../../repository/scoped";
import { OWN_CLUSTER } from "../ownCluster";
import { namespaceOfApplications } from "../namespace";
import { markOf, TRACKING_ID, TRACKING_LABEL } from "../tracking";
import type { ExistingArgoCd, Settings } from "./facts";
import { unknownFields, type Definition } from "./fields";
import { CONFIGURATION, operatorOf, placeOf } from "./places";
import { readApplicationNamespaces, type Workload } from "./readApplicationNamespaces";

type Settable = LiveObject & { data?: Settings["data"] };
type Secret = Pick<LiveObject, "metadata"> & { data?: Record<string, string> };
/** Reads what there is of the Argo CD that an environment names. It reads no credentials. */
export async function readExisting(
  reader: ClusterReader,
  environment: Environment,
  owner: string,
): Promise<ExistingArgoCd> {
  const { namespace } = environment.argocd;
  const [settings, installer, workloads] = await Promise.all([
    readSettings(reader, namespace),
    readInstaller(reader, namespace, owner),
    readWorkloads(reader, namespace),
  ]);
  const base = {
    ...{ installer, settings, account: accountOf(workloads), version: versionOf(workloads) },
    ...(await readApplicationNamespaces(reader, environment, workloads)),
  };
  // What its own stack does and says needs no second look.
  if (settings === "missing" || installer !== "somebody else") {
    return {
      ...base,
      ...(settings === "missing" && { elsewhere: await argocdNamespaces(reader) }),
      ...{ unknownFields: [], foreign: [], repositories: await readRepositories(reader, namespace) },
    };
  }
  const [limits, fields, foreign, repositories] = await Promise.all([
    readLimits(reader, namespace),
    readUnknownFields(reader),
    foreignApplications(reader, environment),
    readRepositories(reader, namespace),
  ]);
  return { ...base, limits, unknownFields: fields, foreign, repositories };
}

/** Namespaces of a cluster in which an Argo CD has its settings; none where they may not be read. */
export async function argocdNamespaces(reader: ClusterReader): Promise<string[]> {
  const path = `/api/v1/configmaps?fieldSelector=metadata.name%3D${CONFIGURATION}`;
  const list = await reader.readIfAllowed<{ items: { metadata: { namespace: string } }[] }>(path);
  return (list?.found?.items ?? []).map(({ metadata }) => metadata.namespace).sort();
}

/** Path of the settings of the Argo CD in a namespace, which every Argo CD reads under this name. */
export function settingsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${CONFIGURATION}`;
}

async function readSettings(reader: ClusterReader, namespace: string): Promise<Settings | "missing" | undefined> {
  const read = await reader.readIfAllowed<Settable>(settingsPath(namespace));
  if (read === undefined) return undefined;
  return read.found === undefined
    ? "missing"
    : { data: read.found.data ?? {}, place: placeOf(read.found, CONFIGURATION), operator: operatorOf(read.found) };
}

/** The namespace of an Argo CD bears the mark of the stack that has installed it. */
async function readInstaller(reader: ClusterReader, namespace: string, owner: string): Promise<Installer> {
  const read = await reader.readIfAllowed<LiveObject>(`/api/v1/namespaces/${namespace}`);
  if (read === undefined) return "another stack";
  const stack = read.found?.metadata.annotations?.[OWNER];
  return stack === undefined ? "somebody else" : stack === owner ? "this stack" : "another stack";
}

async function readWorkloads(reader: ClusterReader, namespace: string): Promise<Workload[]> {
  const lists = await Promise.all(
    ["statefulsets", "deployments"].map((plural) =>
      reader.readIfAllowed<{ items: Workload[] }>(
        `/apis/apps/v1/namespaces/${namespace}/${plural}?labelSelector=app.kubernetes.io%2Fpart-of%3Dargocd`,
      ),
    ),
  );
  return lists.flatMap((list) => list?.found?.items ?? []);
}

/** The controller is told by its label: operators and charts name it as they like. */
function accountOf(workloads: readonly Workload[]): string | undefined {
  const controller = workloads.find(
    ({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === "application-controller",
  );
  return controller?.spec?.template?.spec?.serviceAccountName;
}

function versionOf(workloads: readonly Workload[]): string | undefined {
  const images = workloads.flatMap(({ spec }) =>
    (spec?.template?.spec?.containers ?? []).map(({ image = "" }) => image),
  );
  return images.flatMap((image) => /\/argocd:v(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? [])[0];
}

async function readLimits(reader: ClusterReader, namespace: string): Promise<ExistingArgoCd["limits"]> {
  const list = await reader.readIfAllowed<{ items: Secret[] }>(secretsPath(namespace, "cluster"));
  const own = list?.found?.items.find(
    (secret) => secretValue(secret.data, "server").replace(/\/+$/, "") === OWN_CLUSTER,
  );
  const namespaces = own
    ? secretValue(own.data, "namespaces")
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean)
    : [];
  if (own === undefined || namespaces.length === 0) return undefined;
  return { namespaces, clusterResources: secretValue(own.data, "clusterResources") === "true" };
}

async function readUnknownFields(reader: ClusterReader): Promise<string[]> {
  const definitions = await Promise.all(
    ["applications", "appprojects"].map((plural) =>
      reader.readIfAllowed<Definition>(definitionPath(`${plural}.argoproj.io`)),
    ),
  );
  return definitions.flatMap((definition) => (definition?.found ? unknownFields(definition.found) : []));
}

/** The root would take over an Application of the same name, with all that it has deployed. */
async function foreignApplications(reader: ClusterReader, environment: Environment): Promise<string[]> {
  const { namespace: argocdNamespace } = environment.argocd;
  const root = markOf(
    { name: rootName(environment), namespace: namespaceOfApplications(environment.argocd) },
    argocdNamespace,
  );
  const found = await Promise.all(
    childApplications(environment).map(async ({ metadata: { name, namespace } }) => {
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
      const live = (await reader.readIfAllowed<LiveObject>(path))?.found?.metadata;
      const isOurs =
        live?.annotations?.[TRACKING_ID]?.startsWith(`${root}:`) || live?.labels?.[TRACKING_LABEL] === root;
      return live === undefined || isOurs ? [] : [name];
    }),
  );
  return found.flat();
}

async function readRepositories(reader: ClusterReader, namespace: string): Promise<ExistingArgoCd["repositories"]> {
  const list = await reader.readIfAllowed<{ items: Secret[] }>(secretsPath(namespace, "repository"));
  return list && (list.found?.items ?? []).map(knownRepository);
}
