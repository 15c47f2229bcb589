import assert from "node:assert/strict";
import { originOf } from "../../../../../components/cluster/gatewayApi/origin";
import type { ManagedFields } from "../../../../../kube/live";

const RELEASE = "f:gateway.networking.k8s.io/bundle-version";
const TRACKING = "argocd.argoproj.io/tracking-id";
const CRD = "apiextensions.k8s.io/CustomResourceDefinition";
const crd = (application: string, namespace: string) =>
  `${application}:${CRD}:${namespace}/gateways.gateway.networking.k8s.io`;

const setsRelease = (manager: string): ManagedFields => ({
  manager,
  operation: "Apply",
  fieldsV1: { "f:metadata": { "f:annotations": { [RELEASE]: {} } }, "f:spec": { "f:scope": {} } },
});
const setsScope = (manager: string): ManagedFields => ({ manager, fieldsV1: { "f:spec": { "f:scope": {} } } });
const STATUS: ManagedFields = { manager: "kube-apiserver", subresource: "status", fieldsV1: { "f:status": {} } };

describe("who has installed a CRD of Gateway API", () => {
  const cases: [string, Parameters<typeof originOf>[0], ReturnType<typeof originOf>][] = [
    [
      "this program, in direct delivery",
      { managedFields: [setsRelease("agentgateway-infra"), STATUS] },
      { ours: true, setBy: ["agentgateway-infra"] },
    ],
    [
      "the Application of a stack, be it gone by now",
      {
        annotations: { [TRACKING]: crd("gateway-api-crds-dev", "agentgateway-system") },
        managedFields: [setsRelease("argocd-controller")],
      },
      { ours: true, setBy: ["Argo CD's Application gateway-api-crds-dev"] },
    ],
    [
      "the Application of a stack, by an Argo CD that goes by labels",
      {
        labels: { "app.kubernetes.io/instance": "gateway-api-crds" },
        managedFields: [setsRelease("argocd-controller")],
      },
      { ours: true, setBy: ["Argo CD's Application gateway-api-crds"] },
    ],
    [
      "an Application of somebody else",
      {
        annotations: { [TRACKING]: crd("platform-crds", "default") },
        managedFields: [setsRelease("argocd-controller")],
      },
      { ours: false, setBy: ["Argo CD's Application platform-crds"] },
    ],
    [
      "an Application of somebody else that has the name of a stack's",
      {
        annotations: { [TRACKING]: crd("gateway-api-crds", "kube-system") },
        managedFields: [setsRelease("argocd-controller")],
      },
      { ours: false, setBy: ["Argo CD's Application gateway-api-crds"] },
    ],
    [
      "an Argo CD that leaves no mark",
      { managedFields: [setsRelease("argocd-controller")] },
      { ours: false, setBy: ["argocd-controller"] },
    ],
    [
      "whoever has installed another release since a stack did",
      {
        annotations: { [TRACKING]: crd("gateway-api-crds-dev", "agentgateway-system") },
        managedFields: [setsScope("argocd-controller"), setsRelease("platform")],
      },
      { ours: false, setBy: ["platform"] },
    ],
    [
      "a stack and somebody else, the same release",
      { managedFields: [setsRelease("agentgateway-infra"), setsRelease("platform")] },
      { ours: true, setBy: ["agentgateway-infra", "platform"] },
    ],
    ["somebody, without a release", { managedFields: [setsScope("helm"), STATUS] }, { ours: false, setBy: ["helm"] }],
    ["nobody whom the API server remembers", {}, { ours: false, setBy: [] }],
  ];
  for (const [what, metadata, expected] of cases) it(what, () => assert.deepEqual(originOf(metadata), expected));
});
