import assert from "node:assert/strict";
import { parse } from "yaml";
import { existingErrors } from "../../../../components/argocd/existing/errors";
import { chartRights } from "../../../../components/controller/contents/rights";
import { hiddenKinds } from "../../../../components/argocd/existing/exclusions";
import type { ExistingArgoCd } from "../../../../components/argocd/existing/facts";
import { unknownFields } from "../../../../components/argocd/existing/fields";
import { lacksWarning } from "../../../../components/argocd/existing/lacks";
import { healthChecks } from "../../../../components/argocd/health";
import type { PlainObject } from "../../../../core/merge";
import { invalidEnvironment } from "../../../../core/errors";
import { environment } from "../../../../dev/support/environment";
import { table } from "../../../../dev/support/messages";

const PLACE = "data of the ConfigMap argocd-cm";

function existing(over: Partial<ExistingArgoCd> = {}): ExistingArgoCd {
  return { installer: "somebody else", unknownFields: [], foreign: [], settings: { data: {}, place: PLACE }, ...over };
}

function desired(layer: PlainObject = {}) {
  const { argocd, ...rest } = layer;
  return environment({ argocd: { mode: "existing", namespace: "argo", ...(argocd as object) }, ...rest }, "stage");
}

describe("an Argo CD that no stack has installed", () => {
  table<{
    found?: Partial<ExistingArgoCd>;
    settings?: Record<string, string>;
    place?: string;
    operator?: string;
    environment?: PlainObject;
  }>("existingArgoCd", ({ found = {}, settings: data = {}, place = PLACE, operator, environment: layer }) => {
    const facts = existing({ settings: { data, place, operator }, ...found });
    const errors = existingErrors(facts, desired(layer), "https://10.0.0.1");
    return Promise.resolve(invalidEnvironment("stage", errors).message);
  });

  it("is taken as it is where nothing stops it, and where its settings may not be read", () => {
    assert.deepEqual(existingErrors(existing(), desired(), undefined), []);
    assert.deepEqual(existingErrors(existing({ settings: undefined }), desired(), undefined), []);
    const data = { "application.resourceTrackingMethod": "label" };
    const withControlPlane = desired({ cluster: { controlPlane: "existing" } });
    assert.deepEqual(existingErrors(existing({ settings: { data, place: PLACE } }), withControlPlane, undefined), []);
  });

  it("of another stack, is that stack's to judge", () => {
    const data = { "cluster.inClusterEnabled": "false" };
    const facts = existing({ installer: "another stack", settings: { data, place: PLACE } });
    assert.deepEqual(existingErrors(facts, desired(), undefined), []);
    assert.equal(lacksWarning(facts, "argocd"), undefined);
  });

  it("is told, by lines to copy, what it does without", () => {
    const { "resource.customizations.health.argoproj.io_Application": ofRoot = "", ...others } = healthChecks;
    const place = "spec.extraConfig of the ArgoCD openshift-gitops";
    const warning = lacksWarning(existing({ settings: { data: others, place } }), "openshift-gitops") ?? "";
    const [head = "", lines = ""] = warning.split(`${place}:\n`);
    assert.match(head, /Application: Argo CD calls the root Application Healthy before its children are\n/);
    assert.ok(!head.includes("AgentgatewayBackend"), head);
    assert.deepEqual(parse(lines), { "resource.customizations.health.argoproj.io_Application": ofRoot });
    assert.equal(lacksWarning(existing({ settings: { data: healthChecks, place } }), "argo"), undefined);
    const former = [
      "argoproj.io/Application",
      "agentgateway.dev/AgentgatewayBackend",
      "agentgateway.dev/AgentgatewayPolicy",
    ];
    const data = { "resource.customizations": former.map((kind) => `${kind}:\n  health.lua: x\n`).join("") };
    assert.equal(lacksWarning(existing({ settings: { data, place } }), "argo"), undefined);
    assert.match(lacksWarning(existing({ settings: undefined }), "argo") ?? "", /can't be read/);
  });

  it("sees the kinds of an environment by the exclusions that a release is shipped with", () => {
    const shipped = `
- apiGroups: ["", discovery.k8s.io]
  kinds: [Endpoints, EndpointSlice]
- apiGroups: [cilium.io]
  kinds: [CiliumIdentity]
`;
    const all = { chart: chartRights({}), allowed: {} };
    assert.deepEqual(hiddenKinds({ "resource.exclusions": shipped }, ["https://a"], all), []);
    assert.deepEqual(hiddenKinds({ "resource.exclusions": "{" }, ["https://a"], all), []);
    const crds = "[{ kinds: [CustomResourceDefinition] }]";
    const hidden = (controlPlane: "install" | "existing") =>
      hiddenKinds({ "resource.exclusions": crds }, ["https://a"], controlPlane === "install" ? all : { allowed: {} });
    assert.deepEqual(hidden("install"), ["CustomResourceDefinition.apiextensions.k8s.io"]);
    assert.deepEqual(hidden("existing"), []);
  });

  it("has CRDs that know the fields which are set, or it is told which they do not", () => {
    const definition = (spec: object) => ({
      ...{ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
      metadata: { name: "applications.argoproj.io" },
      spec: { versions: [{ schema: { openAPIV3Schema: { properties: { spec } } } }] },
    });
    const retry = (properties: object) => ({ properties: { syncPolicy: { properties: { retry: { properties } } } } });
    assert.deepEqual(unknownFields(definition(retry({ refresh: {} }))), []);
    assert.deepEqual(unknownFields(definition(retry({}))), ["spec.syncPolicy.retry.refresh"]);
    assert.deepEqual(unknownFields(definition({ "x-kubernetes-preserve-unknown-fields": true })), []);
  });
});
