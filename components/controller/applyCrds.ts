import { UserError } from "../../core/errors";
import type { Cluster } from "../../kube/cluster";
import { healthOf } from "../delivery/wait";
import { objectLabel, type KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { ApiError } from "../../kube/request";
import { unreadable, untilAll, type WaitOptions } from "../../kube/waiting";

/** The kinds that bundles of CRDs consist of. */
const KINDS = ["CustomResourceDefinition", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];

/**
 * Applies CRDs, and what comes with them, and waits until the API server serves their kinds. They are the cluster's: what
 * is there already is shared, nothing is ever taken away, and where somebody else has set something differently this fails.
 *
 * @param adopted those that are taken over from somebody else, as `CustomResourceDefinition/<name>`. Default: none
 */
export async function applyCrds(
  cluster: Cluster,
  objects: readonly KubernetesObject[],
  options: WaitOptions,
  adopted: readonly string[] = [],
): Promise<void> {
  for (const { kind } of objects) if (!KINDS.includes(kind)) throw new Error(`${kind} is not expected among CRDs`);
  const apply = async (object: KubernetesObject) => {
    if (contains(await cluster.read(refOf(object)), object)) return;
    const force = adopted.includes(`${object.kind}/${object.metadata.name}`);
    await cluster.apply(object, { force }).catch((error: unknown) => {
      throw refused(object, error);
    });
  };
  // One after the other: they are large, and each takes the API server seconds.
  for (const object of objects) await apply(object);
  await untilAll(
    {
      what: "CRDs",
      poll: () => Promise.all(objects.map((object) => poll(cluster, object))),
      broken: () => "the CRDs could not be read",
      reportedBy: "the API server says",
    },
    options,
  );
}

/** Whether a live value has all of the desired one; what the API server or others have added does not matter. */
export function contains(live: unknown, desired: unknown): boolean {
  if (typeof desired !== "object" || desired === null) return live === desired;
  if (typeof live !== "object" || live === null) return false;
  if (Array.isArray(desired) && (live as unknown[]).length !== desired.length) return false;
  return Object.entries(desired).every(([key, value]) => contains((live as Record<string, unknown>)[key], value));
}

async function poll(cluster: Cluster, object: KubernetesObject) {
  try {
    return healthOf(object, await cluster.read(refOf(object)));
  } catch (error) {
    return unreadable(objectLabel(object), error);
  }
}

function refused(object: KubernetesObject, error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  return new UserError("The API server refuses to apply a definition that is there already, or can't be:", [
    {
      path: objectLabel(object),
      problem: error.message.replace(/\s+/g, " "),
      ...(error.status === 409
        ? {
            remedy:
              "Another version of it is installed by somebody else. Agree on one; or leave it to them: Gateway API by " +
              "cluster.gatewayApi: existing, all CRDs by cluster.controlPlane: existing.",
          }
        : {}),
    },
  ]);
}
