import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { admission } from "../../../components/admission";
import type { KubernetesObject } from "../../../kube/object";
import { resolveTestAssets } from "../../sandbox/toolchain/assets";
import { PLATFORM } from "./platform";

/** The group whose CRDs the platform keeps for itself. */
const GROUP = "gateway.networking.k8s.io";

/** Gateway API as a platform has it: 1.4 as it was published, of the experimental channel. */
export async function formerGatewayApi(): Promise<KubernetesObject[]> {
  const { formerGatewayApiCrds: directory } = await resolveTestAssets();
  return readdirSync(directory)
    .filter((file) => file !== "kustomization.yaml")
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), "utf8")))
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/** An admission policy that lets nobody but the platform write these CRDs. */
export function keptForThePlatform(): KubernetesObject[] {
  return admission("platform-gateway-api", {
    resourceRules: [
      {
        apiGroups: ["apiextensions.k8s.io"],
        apiVersions: ["*"],
        operations: ["CREATE", "UPDATE", "DELETE"],
        resources: ["customresourcedefinitions"],
        scope: "*",
      },
    ],
    expression: `request.userInfo.username == '${PLATFORM}' || (object == null ? oldObject : object).spec.group != '${GROUP}'`,
    message: "Gateway API is the platform team's",
  });
}

/** A route that uses a field which the experimental channel alone has. */
export function retryingRoute(namespace: string): KubernetesObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: "HTTPRoute",
    metadata: { name: "retrying", namespace },
    spec: {
      parentRefs: [{ name: "gateway-of-the-platform" }],
      rules: [{ retry: { attempts: 3, codes: [503] }, backendRefs: [{ name: "web", port: 80 }] }],
    },
  };
}
