import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { parseAllDocuments } from "yaml";
import { environmentFiles } from "../../components/environment";
import { childApplications } from "../../components/application/children";
import { appProjects } from "../../components/application/projects";
import { rootApplication } from "../../components/application/root";
import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { crdFiles } from "../../dev/support/crds";
import { strict, type Schema } from "../../dev/support/crdSchema";
import { documentedEntries } from "../../dev/support/docs";
import { environment } from "../../dev/support/environment";
import { describeFixture } from "../../dev/support/fixture";
import { EVERY_LLM_FORM } from "../../dev/support/llmCatalogue";
import { everything } from "../../dev/support/everything";
import { gatewayEverything } from "../../dev/support/gatewayEverything";
import { policyEverything } from "../../dev/support/policyEverything";

/** A group of Kubernetes itself, though it has a dot: the API server judges its kinds (apiServer.test.ts). */
const BUILT_IN = "networking.k8s.io";

interface Crd {
  kind: string;
  spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

describe("the schemas of the CRDs", () => {
  const validators = new Map<string, (object: unknown) => string[]>();

  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    for (const file of crdFiles(assets)) {
      for (const document of parseAllDocuments(readFileSync(file, "utf8"))) addValidators(document.toJS() as Crd);
    }
  });

  function addValidators(crd: Crd): void {
    if (crd?.kind !== "CustomResourceDefinition") return;
    for (const { name, schema } of crd.spec.versions) {
      const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
      const validate = ajv.compile(strict(schema.openAPIV3Schema));
      validators.set(`${crd.spec.group}/${name}/${crd.spec.names.kind}`, (object) =>
        validate(object)
          ? []
          : (validate.errors ?? []).map(
              ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
            ),
      );
    }
  }

  function check(objects: readonly KubernetesObject[]): number {
    const custom = objects.filter((object) => groupOf(object).includes(".") && groupOf(object) !== BUILT_IN);
    for (const object of custom) {
      const validate = validators.get(`${object.apiVersion}/${object.kind}`);
      assert.ok(validate, `no schema for ${object.apiVersion} ${object.kind}`);
      assert.deepEqual(validate(object), [], `${object.kind} ${object.metadata.name}`);
    }
    return custom.length;
  }

  for (const desired of describeFixture().environments) {
    it(`accept every object of ${desired.name}`, () => {
      const objects = environmentFiles(desired).flatMap((file) => file.objects);
      assert.ok(check(objects) >= 10);
      assert.equal(check([...childApplications(desired), ...appProjects(desired), rootApplication(desired)]), 8);
    });
  }

  it("accept projects with a freeze", () => {
    const freeze = [
      { schedule: "0 22 * * 5", duration: "60h", timeZone: "Europe/Zurich" },
      { schedule: "0 0 20 12 *", duration: "384h", manual: true },
    ];
    assert.equal(check(appProjects(environment({ application: { freeze } }))), 3);
  });

  it("accept what Argo CD is told of an environment beside an existing control plane", () => {
    const second = environment({ argocd: { mode: "existing" }, cluster: { controlPlane: "existing" } });
    assert.equal(check([...childApplications(second), ...appProjects(second), rootApplication(second)]), 4);
  });

  it("accept every form of LLM provider", () => {
    const objects = environmentFiles(environment({ llmProviders: EVERY_LLM_FORM })).flatMap((f) => f.objects);
    // A backend and a route of each and the retry of two failovers, beside the gateway and its parameters.
    assert.equal(check(objects), 2 * Object.keys(EVERY_LLM_FORM).length + 2 + 2);
  });

  it("accept what the page on LLM providers shows", () => {
    const llmProviders = documentedEntries("docs/llm-providers.md");
    const objects = environmentFiles(environment({ llmProviders })).flatMap((file) => file.objects);
    const failovers = Object.values(llmProviders as Record<string, { failover?: object }>).filter(
      ({ failover }) => failover !== undefined,
    );
    assert.equal(check(objects), 2 * Object.keys(llmProviders).length + failovers.length + 2);
  });

  it("accept an MCP server, a path and an agent of every kind", () => {
    const objects = environmentFiles(environment(everything)).flatMap((file) => file.objects);
    const count = (kind: string) => objects.filter((object) => object.kind === kind).length;
    check(objects);
    // Four paths of MCP servers, a host of keys, three agents; a policy for three paths, four for servers with credentials of
    // their own, one for each agent's card and one for an agent that gets the client's; a route for each path and agent.
    assert.deepEqual([count("AgentgatewayBackend"), count("AgentgatewayPolicy"), count("HTTPRoute")], [8, 13, 9]);
  });

  it("accept a gateway with one of everything", () => {
    const objects = environmentFiles(environment({ gateway: gatewayEverything })).flatMap(({ objects }) => objects);
    assert.equal(check(objects), 4);
  });

  it("accept policies with one of everything", () => {
    const objects = environmentFiles(environment(policyEverything)).flatMap(({ objects }) => objects);
    assert.equal(check(objects.filter(({ kind }) => kind === "AgentgatewayPolicy")), 15);
  });

  it("would refuse a misspelt field: this is a test that can fail", () => {
    const validate = validators.get("agentgateway.dev/v1alpha1/AgentgatewayParameters");
    assert.deepEqual(validate?.({ spec: { logLevel: "info" } }), [
      '/spec must NOT have additional properties {"additionalProperty":"logLevel"}',
    ]);
  });
});
