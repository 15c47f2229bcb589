import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import { objectStatus, reports, type Reporting } from "../../kube/conditions";
import type { Cluster } from "../../kube/cluster";
import { groupOf } from "../../kube/apiGroup";
import { objectLabel, type KubernetesObject } from "../../kube/object";
import { healthOfPart, type Part } from "../serving/parts";
import { unreadable, untilAll, type Health, type WaitOptions } from "../../kube/waiting";

/** How long to wait for an environment. What is still open shows as the status of a resource in the meantime. */
export function waitOptions(
  { application }: Pick<Environment, "application">,
  resource?: pulumi.Resource,
): WaitOptions {
  return {
    timeoutSeconds: application.timeoutSeconds,
    log: (message) => void pulumi.log.info(message, resource, undefined, true),
  };
}

/**
 * Waits until objects that were applied work: the controller has accepted each, and Gateways and workloads serve.
 * Kinds without a status count as working.
 *
 * @param serving reads whether Gateways and workloads serve
 * @throws UserError that says of each object that does not work which condition says so, or which pod and why
 */
export async function untilWorking(
  cluster: Cluster,
  namespace: string,
  objects: readonly KubernetesObject[],
  serving: () => Promise<readonly Part[]>,
  options: WaitOptions,
): Promise<void> {
  const kinds = byKind(objects.filter(reportsHealth));
  await untilAll(
    {
      what: "objects",
      poll: async () => {
        const reported = kinds.map((each) => poll(cluster, namespace, each));
        return (await Promise.all([...reported, pollServing(serving)])).flat();
      },
      broken: () => "something that the environment needs has not been able to start, or the cluster could not be read",
      reportedBy: "the cluster says",
    },
    options,
  );
}

async function pollServing(serving: () => Promise<readonly Part[]>): Promise<Health[]> {
  try {
    return (await serving()).map(healthOfPart);
  } catch (error) {
    return [unreadable("what serves in the cluster", error)];
  }
}

function reportsHealth(object: KubernetesObject): boolean {
  return reports(groupOf(object), object.kind);
}

function byKind(objects: readonly KubernetesObject[]): KubernetesObject[][] {
  const kinds = new Map<string, KubernetesObject[]>();
  for (const object of objects) {
    const kind = `${object.apiVersion}/${object.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), object]);
  }
  return [...kinds.values()];
}

/** Reads the objects of one kind, all at once: a request for each would be hundreds, again and again. */
async function poll(cluster: Cluster, namespace: string, objects: readonly KubernetesObject[]): Promise<Health[]> {
  const { apiVersion, kind } = objects[0] as KubernetesObject;
  try {
    const items = await cluster.list<Reporting>({ apiVersion, kind, namespace });
    const live = new Map(items.map((item) => [item.metadata.name, item]));
    return objects.map((object) => healthOf(object, live.get(object.metadata.name)));
  } catch (error) {
    return objects.map((object) => unreadable(objectLabel(object), error));
  }
}

/** The health of an object that was applied; one that is not there is not deployed. */
export function healthOf(object: KubernetesObject, live: Reporting | undefined): Health {
  const name = objectLabel(object);
  if (live === undefined) return { name, deployed: false, broken: false, state: "is not there" };
  const { ok, detail } = objectStatus(groupOf(object), object.kind, live);
  return { name, deployed: ok, broken: false, state: detail };
}
