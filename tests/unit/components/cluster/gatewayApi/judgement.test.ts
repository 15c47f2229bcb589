import assert from "node:assert/strict";
import { isSupported } from "../../../../../components/cluster/gatewayApi/bundle";
import { existingErrors } from "../../../../../components/cluster/gatewayApi/existingErrors";
import { installErrors } from "../../../../../components/cluster/gatewayApi/installErrors";
import { neededKinds } from "../../../../../components/cluster/gatewayApi/kinds";
import { asksWho, denialIn } from "../../../../../components/cluster/gatewayApi/trial";
import { versionFindings } from "../../../../../components/cluster/kubernetesVersion";
import { controllerErrors, gatewayClassErrors } from "../../../../../components/cluster/otherController";
import { environmentFiles } from "../../../../../components/environment";
import { versions } from "../../../../../components/versions";
import { environment } from "../../../../../dev/support/environment";

describe("what a cluster has of Gateway API", () => {
  const installed = { plural: "gateways", version: versions.gatewayApi, channel: "standard" };
  const theirs = { ours: false, setBy: ["kubectl"] };
  const desired = (layer = {}) => environment(layer, "prod");

  it("is installed over where there is nothing, where a stack left it, and where adopt names it", () => {
    assert.deepEqual(installErrors([], desired()), []);
    const left = { ...installed, version: "v1.5.1", ours: true, setBy: ["agentgateway-infra"] };
    assert.deepEqual(installErrors([{ ...left, storedVersions: ["v1", "v1beta1"] }], desired()), []);
    const adopt = ["CustomResourceDefinition/gateways.gateway.networking.k8s.io"];
    assert.deepEqual(installErrors([{ ...installed, ...theirs, channel: "experimental" }], desired({ adopt })), []);
  });

  it("is shared where it is the release that would be installed, and Pulumi applies nothing then", () => {
    const same = [{ ...installed, ...theirs }];
    assert.deepEqual(installErrors(same, desired({ delivery: "direct" })), []);
    assert.equal(installErrors(same, desired()).length, 1);
    const experimental = [{ ...installed, ...theirs, channel: "experimental" }];
    assert.equal(installErrors(experimental, desired({ delivery: "direct" })).length, 1);
  });

  it("may be of any channel and any supported release where it is somebody else's", () => {
    const crds = ["v1.4.0", "v1.5.1", "v1.6.1", "main"].map((version) => ({
      ...{ ...installed, ...theirs, channel: "experimental" },
      version,
    }));
    const found = { missing: [], served: true, controller: "1.4.1" };
    assert.deepEqual(existingErrors({ ...found, crds }), []);
    assert.deepEqual(existingErrors({ ...found, crds: undefined }), []);
    const newer = [{ ...installed, ...theirs, version: "v1.7.0" }];
    assert.equal(existingErrors({ ...found, crds: newer }).length, 1);
    assert.deepEqual(existingErrors({ ...found, crds: newer, controller: "1.5.0" }), [], "which nobody here knows");
    assert.deepEqual(["v1.3.9", "v1.4.0", "1.6.99", "v1.7.0-rc.1", "v0.8.1", "v2.4.0", "main"].map(isSupported), [
      false,
      true,
      true,
      false,
      false,
      false,
      undefined,
    ]);
  });

  it("has to have the kinds that an environment has objects of, and the GatewayClass", () => {
    const objects = environmentFiles(desired()).flatMap((file) => file.objects);
    const written = { apiVersion: "gateway.networking.k8s.io/v1beta1", kind: "ReferenceGrant" };
    const names = (of: typeof objects) => neededKinds(of).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
    assert.deepEqual(names(objects), [
      "gateway.networking.k8s.io/v1 Gateway",
      "gateway.networking.k8s.io/v1 GatewayClass",
    ]);
    assert.deepEqual(neededKinds([written]).slice(1), [written]);
  });
});

describe("what admission says of CRDs", () => {
  it("is told apart from all else that an API server says", () => {
    assert.deepEqual(
      denialIn(
        `customresourcedefinitions.apiextensions.k8s.io "gateways.gateway.networking.k8s.io" is forbidden: ValidatingAdmissionPolicy 'safe' with binding 'safe-b' denied request: Installing\n CRDs is prohibited.`,
      ),
      { by: "the admission policy safe", says: "Installing CRDs is prohibited.", policy: "safe" },
    );
    assert.deepEqual(denialIn('admission webhook "a.example.com" denied the request: no'), {
      by: "the admission webhook a.example.com",
      says: "no.",
    });
    for (const message of [
      undefined,
      'customresourcedefinitions.apiextensions.k8s.io "x" is forbidden: User "y" cannot patch resource',
    ])
      assert.equal(denialIn(message), undefined);
  });

  it("may go by who asks", () => {
    const by = (expression: string) => asksWho({ spec: { validations: [{ expression }] } });
    assert.ok(by("request.userInfo.username == 'x'"));
    assert.ok(by("authorizer.group('').resource('pods').check('get').allowed()"));
    assert.ok(!by("object.metadata.annotations['authorizers'] == 'standard'"));
  });
});

describe("controllers on a cluster", () => {
  const name = "agentgateway.dev/agentgateway";
  const at = (namespace: string, deployment: string, controllerName = name) => ({
    classOf: name,
    controllers: [{ namespace, name: deployment, controllerName }],
  });

  it("are no matter where they are the environment's own, or have names of their own", () => {
    const own = at("agentgateway-system", "agentgateway-prod");
    assert.deepEqual([...gatewayClassErrors(own), ...controllerErrors(own, environment({}, "prod"))], []);
    const placed = environment({ cluster: { namespaces: { mode: "existing" } } }, "prod");
    assert.deepEqual(controllerErrors(own, placed), []);
    assert.deepEqual(controllerErrors(at("team", "agentgateway", "team.example.com/gateways"), placed), []);
    assert.equal(controllerErrors(at("team", "agentgateway"), placed).length, 1);
  });
});

describe("the release of Kubernetes", () => {
  const about = (minor: string, layer = {}) => {
    const { errors, warnings = [] } = versionFindings({ major: "1", minor }, environment(layer));
    return [errors.length, warnings.length];
  };

  it("is judged by what agentgateway, Argo CD and this program know of it", () => {
    assert.deepEqual(about("30"), [1, 0]);
    assert.deepEqual(about("31"), [0, 1]);
    assert.deepEqual(about("31", { delivery: "direct" }), [0, 0]);
    assert.deepEqual(about("33", { argocd: { mode: "existing" }, cluster: { name: "x" } }), [0, 0]);
    assert.deepEqual(about("33", { argocd: { version: "3.5.2" } }), [0, 0]);
    for (const minor of ["34", "37", "36+"]) assert.deepEqual(about(minor), [0, 0]);
    assert.deepEqual(about("38"), [0, 1]);
    assert.deepEqual(about(""), [0, 0]);
    assert.deepEqual(versionFindings({}, environment()), { errors: [] });
  });
});
