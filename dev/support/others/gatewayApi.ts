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

const apiVersion = `${GROUP}/v1`;
const CONTROLLER = "platform.example.com/gateways";
const gatewayClass = { apiVersion, kind: "GatewayClass", metadata: { name: PLATFORM } };
const gateway = (namespace: string) => ({ apiVersion, kind: "Gateway", metadata: { name: PLATFORM, namespace } });
const route = (namespace: string) => ({ apiVersion, kind: "HTTPRoute", metadata: { name: "retrying", namespace } });

/** The platform's Gateway, and a route that uses a field which the experimental channel alone has. */
export function theirGateway(namespace: string): KubernetesObject[] {
  const listeners = [{ name: "http", port: 80, protocol: "HTTP" }];
  const rules = [{ retry: { attempts: 3, codes: [503] }, backendRefs: [{ name: "web", port: 80 }] }];
  return [
    { ...gatewayClass, spec: { controllerName: CONTROLLER } },
    { ...gateway(namespace), spec: { gatewayClassName: PLATFORM, listeners } },
    { ...route(namespace), spec: { parentRefs: [{ name: PLATFORM }], rules } },
  ];
}

/** What the controller of that Gateway, of which only this is here, writes to the route that it serves. */
export function theirStatus(namespace: string): KubernetesObject {
  const condition = { type: "Accepted", status: "True", reason: "Accepted", message: "", observedGeneration: 1 };
  const conditions = [{ ...condition, lastTransitionTime: "2026-01-01T00:00:00Z" }];
  const parents = [{ controllerName: CONTROLLER, parentRef: { name: PLATFORM }, conditions }];
  return { ...route(namespace), status: { parents } };
}
