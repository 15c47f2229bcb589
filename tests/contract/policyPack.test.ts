import assert from "node:assert/strict";
import { environmentFiles } from "../../components/environment";
import type { KubernetesObject } from "../../kube/object";
import { rules } from "../../policy/rules";
import { describeFixture } from "../../dev/support/fixture";
import { POLICY_CASES } from "../../dev/support/policyCases";
import { Pack, printedSettings, settingsFile, type Resource } from "../../dev/support/policyPack";

const SECRET = "4dabf18193072939515e22adb298388d";
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Objects as Pulumi deploys them directly: each is a resource. */
const resources = (objects: readonly KubernetesObject[]): Resource[] =>
  objects.map((inputs, index) => ({ type: `kubernetes:x/v1:${inputs.kind}`, name: `r${index}`, inputs }));

/** Objects as they are in GitOps: what a component was given, and has not among its outputs. */
const component = (objects: readonly KubernetesObject[]): Resource[] => [
  {
    type: "agentgateway-infra:index:LlmProvider",
    name: "c",
    inputs: Object.fromEntries(objects.map((object, index) => [`manifest${index}`, object])),
    outputs: {},
  },
];

describe("the policy pack, asked as the engine does", () => {
  let pack: Pack;
  before(async () => {
    pack = await Pack.start(process.cwd());
  });
  after(() => pack.stop());

  const only = (rule: string, settings: object = {}) => ({
    ...Object.fromEntries(rules.map(({ name }) => [name, "disabled"])),
    [rule]: { enforcementLevel: "mandatory", ...settings },
  });

  for (const { rule, what, objects, expected, settings } of POLICY_CASES) {
    it(`${rule} ${expected.length > 0 ? "refuses" : "accepts"} ${what}`, async () => {
      await pack.configure(only(rule, settings));
      for (const deployed of [resources(objects), component(objects)]) {
        const reports = await pack.reports(deployed);
        assert.deepEqual(
          reports.map(({ policy, mandatory }) => [policy, mandatory]),
          expected.map(() => [rule, true]),
          JSON.stringify(reports),
        );
        expected.forEach((part, index) => assert.ok(reports[index]?.message.includes(part), reports[index]?.message));
      }
    });
  }

  it("tells of which resource it is", async () => {
    await pack.configure(only("tls-listeners"));
    const violation = POLICY_CASES.find(({ rule }) => rule === "tls-listeners")?.objects ?? [];
    const [report] = await pack.reports(resources(violation));
    assert.equal(report?.urn, "urn:pulumi:test::agentgateway-infra::kubernetes:x/v1:Gateway::r0");
  });

  it("passes over Secrets that Pulumi makes, and over what a preview does not know yet", async () => {
    await pack.configure({});
    const reports = await pack.reports([
      {
        type: "kubernetes:core/v1:Secret",
        name: "key",
        inputs: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "key" },
          data: { [SECRET]: "1b47061264138c4ac30d75fd1eb44270", value: { Authorization: "c2VjcmV0" } },
        },
      },
      {
        type: "kubernetes:x/v1:Gateway",
        name: "gate",
        inputs: { apiVersion: "v1", kind: "Gateway", metadata: { name: UNKNOWN }, spec: UNKNOWN },
      },
    ]);
    assert.deepEqual(
      reports.map(({ policy }) => policy),
      ["replicas", "disruption-budgets"],
    );
  });

  for (const environment of describeFixture().environments) {
    it(`is met by ${environment.name}, under its settings`, async () => {
      const objects = environmentFiles(environment).flatMap((file) => file.objects);
      for (const settings of [settingsFile(environment.name), printedSettings(environment.name)]) {
        await pack.configure(settings);
        assert.deepEqual(await pack.reports(component(objects)), []);
        assert.deepEqual(await pack.reports(resources(objects)), []);
      }
    });
  }

  it("holds to the full where a stack says nothing", async () => {
    const info = await pack.info();
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      ["take-note", ...rules.map(({ name }) => name)],
    );
    await pack.configure({});
    const [environment] = describeFixture().environments;
    const objects = environmentFiles(environment!).flatMap((file) => file.objects);
    const broken = new Set((await pack.reports(component(objects))).map(({ policy }) => policy));
    assert.deepEqual(
      [...broken],
      ["pinned-images", "tls-listeners", "replicas", "disruption-budgets", "authenticated-routes"],
    );
  });

  it("refuses settings that its schemas do not allow", async () => {
    await assert.rejects(pack.configure({ replicas: { minimum: 0 } }), /replicas: data\/minimum must be >= 1/);
    await assert.rejects(pack.configure({ replicas: { except: { a: "no" } } }), /must NOT have fewer than 10/);
  });
});
