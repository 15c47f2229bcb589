import assert from "node:assert/strict";
import {
  INSTALLED,
  isOurPolicy,
  originOf,
  type Told,
  type Traces,
} from "../../../../../components/cluster/gatewayApi/origin";
import { versions } from "../../../../../components/versions";
import type { ManagedFields } from "../../../../../kube/live";

const VERSION = "gateway.networking.k8s.io/bundle-version";
const CHANNEL = "gateway.networking.k8s.io/channel";
const POLICY = "admissionregistration.k8s.io/ValidatingAdmissionPolicy";

const setsRelease = (manager: string): ManagedFields => ({
  manager,
  operation: "Apply",
  fieldsV1: { "f:metadata": { "f:annotations": { [`f:${VERSION}`]: {} } }, "f:spec": { "f:scope": {} } },
});
const setsScope = (manager: string): ManagedFields => ({ manager, fieldsV1: { "f:spec": { "f:scope": {} } } });
const STATUS: ManagedFields = { manager: "kube-apiserver", subresource: "status", fieldsV1: { "f:status": {} } };

const by = (...managedFields: ManagedFields[]): Told => ({ managedFields });
const release = (version: string, channel = "standard"): Told => ({
  ...by(setsRelease("argocd-controller"), STATUS),
  annotations: { [VERSION]: version, [CHANNEL]: channel },
});
const deployed = (application: string, namespace: string): Told => ({
  annotations: { "argocd.argoproj.io/tracking-id": `${application}:${POLICY}:${namespace}/safe-upgrades` },
});
const LEFT = { agentgateway: by(setsScope("argocd-controller"), STATUS) };

describe("who has installed a CRD of Gateway API", () => {
  const cases: [string, Told, Traces, ReturnType<typeof originOf>][] = [
    [
      "this program, in direct delivery",
      by(setsRelease("agentgateway-infra"), STATUS),
      {},
      { ours: true, setBy: ["agentgateway-infra"] },
    ],
    [
      "the Application of a stack",
      release("v1.5.1"),
      { policy: deployed("gateway-api-crds-dev", "agentgateway-system") },
      { ours: true, setBy: ["Argo CD's Application gateway-api-crds-dev"] },
    ],
    [
      "the Application of a stack, by an Argo CD that goes by labels",
      release("v1.6.1"),
      { policy: { labels: { "app.kubernetes.io/instance": "gateway-api-crds" } } },
      { ours: true, setBy: ["Argo CD's Application gateway-api-crds"] },
    ],
    [
      "the Application of a stack that was destroyed",
      release("v1.6.1"),
      LEFT,
      { ours: true, setBy: ["argocd-controller"] },
    ],
    [
      "an Argo CD, in a release that no stack had",
      release("v1.4.1"),
      LEFT,
      { ours: false, setBy: ["argocd-controller"] },
    ],
    [
      "an Argo CD, in another channel",
      release("v1.6.1", "experimental"),
      LEFT,
      { ours: false, setBy: ["argocd-controller"] },
    ],
    ["an Argo CD, without agentgateway", release("v1.6.1"), {}, { ours: false, setBy: ["argocd-controller"] }],
    [
      "an Argo CD, where agentgateway is somebody else's",
      release("v1.6.1"),
      { agentgateway: by(setsScope("helm")) },
      { ours: false, setBy: ["argocd-controller"] },
    ],
    [
      "an Application of somebody else",
      release("v1.6.1"),
      { ...LEFT, policy: deployed("platform-crds", "default") },
      { ours: false, setBy: ["Argo CD's Application platform-crds"] },
    ],
    [
      "an Application of somebody else that has the name of a stack's",
      release("v1.6.1"),
      { ...LEFT, policy: deployed("gateway-api-crds", "kube-system") },
      { ours: false, setBy: ["Argo CD's Application gateway-api-crds"] },
    ],
    [
      "somebody who has installed the admission policy by hand",
      release("v1.6.1"),
      { ...LEFT, policy: by(setsRelease("kubectl")) },
      { ours: false, setBy: ["argocd-controller"] },
    ],
    [
      "whoever has installed another release since a stack did",
      by(setsScope("argocd-controller"), setsRelease("platform")),
      { policy: deployed("gateway-api-crds-dev", "agentgateway-system") },
      { ours: false, setBy: ["platform"] },
    ],
    [
      "a stack and somebody else, the same release",
      by(setsRelease("agentgateway-infra"), setsRelease("platform")),
      {},
      { ours: true, setBy: ["agentgateway-infra", "platform"] },
    ],
    ["somebody, without a release", by(setsScope("helm"), STATUS), {}, { ours: false, setBy: ["helm"] }],
    ["nobody whom the API server remembers", {}, LEFT, { ours: false, setBy: [] }],
  ];
  it("is told of the admission policy, too", () => {
    assert.ok(isOurPolicy(by(setsRelease("agentgateway-infra"))));
    assert.ok(isOurPolicy(deployed("gateway-api-crds-dev", "agentgateway-system")));
    assert.ok(!isOurPolicy(deployed("platform-crds", "default")));
    assert.ok(!isOurPolicy(by(setsRelease("kubectl"))));
  });
  it("is known of the release that is installed now", () => assert.ok(INSTALLED.includes(versions.gatewayApi)));
  for (const [what, crd, traces, expected] of cases) it(what, () => assert.deepEqual(originOf(crd, traces), expected));
});
