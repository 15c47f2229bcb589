import type { CustomObjectsApi, KubeConfig } from "@kubernetes/client-node";
import { UserError } from "../../core/errors";
import type { Reporting } from "../../kube/conditions";
import { patiently, unlessMissing } from "../../kube/client";
import { resourceOf } from "../../kube/kinds";
import { verdict } from "../delivery/wait";
import { objectLabel, type KubernetesObject } from "../../kube/object";
import { messageIn } from "../../kube/message";
import { unreadable, untilAll, type WaitOptions } from "../../kube/waiting";

/** By this name the API server remembers what we have set. */
const FIELD_MANAGER = "agentgateway-infra";

/** The kinds that bundles of CRDs consist of. */
const KINDS = ["CustomResourceDefinition", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];

/**
 * Applies CRDs, and what comes with them, and waits until the API server serves their kinds. They are the cluster's: what
 * is there already is shared, nothing is ever taken away, and where somebody else has set something differently this fails.
 */
export async function applyCrds(
  client: KubeConfig,
  objects: readonly KubernetesObject[],
  options: WaitOptions,
): Promise<void> {
  const { CustomObjectsApi: Api, PatchStrategy, setHeaderOptions } = await import("@kubernetes/client-node");
  const api = client.makeApiClient(Api);
  const serverSide = setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply);
  const apply = async (object: KubernetesObject) => {
    const live: unknown = await unlessMissing(() => api.getClusterCustomObject(located(object)));
    if (holds(live, object)) return;
    const request = { ...located(object), body: object, fieldManager: FIELD_MANAGER, force: false };
    await patiently(() => api.patchClusterCustomObject(request, serverSide)).catch((error: unknown) => {
      throw refused(object, error);
    });
  };
  // One after the other: they are large, and each takes the API server seconds.
  for (const object of objects) await apply(object);
  await untilAll(
    {
      what: "CRDs",
      poll: () => Promise.all(objects.map((object) => poll(api, object))),
      broken: () => "the CRDs could not be read",
      reportedBy: "the API server says",
    },
    options,
  );
}

/** Whether all that is wanted is there already; what the API server or others have added does not matter. */
export function holds(live: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return live === wanted;
  if (typeof live !== "object" || live === null) return false;
  if (Array.isArray(wanted) && (live as unknown[]).length !== wanted.length) return false;
  return Object.entries(wanted).every(([key, value]) => holds((live as Record<string, unknown>)[key], value));
}

function located(object: KubernetesObject) {
  if (!KINDS.includes(object.kind)) throw new Error(`${objectLabel(object)} is not expected among CRDs`);
  return { ...resourceOf(object), name: object.metadata.name };
}

async function poll(api: CustomObjectsApi, object: KubernetesObject) {
  try {
    return verdict(object, (await api.getClusterCustomObject(located(object))) as Reporting);
  } catch (error) {
    return unreadable(objectLabel(object), error);
  }
}

function refused(object: KubernetesObject, error: unknown): unknown {
  const { code, body } = error as { code?: number; body?: string };
  if (code === undefined) return error;
  return new UserError("The API server refuses to apply a definition that is there already, or can't be:", [
    {
      path: objectLabel(object),
      problem: messageIn(body)?.replace(/\s+/g, " ") ?? body ?? "",
      ...(code === 409
        ? {
            remedy:
              "Another version of it is installed by somebody else. Agree on one; in direct delivery, cluster.controller: shared leaves it to them.",
          }
        : {}),
    },
  ]);
}
