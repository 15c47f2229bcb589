import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate } from "../../../policy/evaluate";
import { describe as inWords, violationsOf } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { packConfig, readSettings, settingsFileFor } from "../../../policy/settings";
import { codeBlocks } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";
import { describeFixture, FIXTURE } from "../../../dev/support/fixture";
import { POLICY_CASES } from "../../../dev/support/policyCases";

describe("rules of the organisation", () => {
  for (const rule of rules) {
    it(`${rule.name} finds what it must, and nothing else`, () => {
      const cases = POLICY_CASES.filter((each) => each.rule === rule.name);
      assert.ok(
        cases.some(({ expected }) => expected.length > 0) && cases.some(({ expected }) => expected.length === 0),
      );
      for (const { what, objects, expected, settings } of cases) {
        const messages = violationsOf(rule, objects, settings).map(inWords);
        assert.equal(messages.length, expected.length, `${what}: ${messages.join("\n")}`);
        expected.forEach((part, index) => assert.ok(messages[index]?.includes(part), messages[index]));
      }
    });
  }

  it("are all in the cases", () => {
    assert.deepEqual([...new Set(POLICY_CASES.map(({ rule }) => rule))].sort(), rules.map(({ name }) => name).sort());
  });
});

describe("the policy of a stack", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "policy-"));
    mkdirSync(join(directory, "policy"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const settings = (value: unknown) => {
    writeFileSync(join(directory, "policy/test.json"), typeof value === "string" ? value : JSON.stringify(value));
    return readSettings(directory, ["test"]);
  };

  it("is every rule as advice, where there is no file", () => {
    const all = readSettings(directory, ["test"]);
    assert.deepEqual(
      Object.keys(all),
      rules.map(({ name }) => name),
    );
    for (const each of Object.values(all)) assert.equal(each.enforcementLevel, "advisory");
    assert.deepEqual(all.replicas, { enforcementLevel: "advisory", except: {}, minimum: 2 });
  });

  it("takes a level, options and exceptions with a reason", () => {
    const all = settings({ replicas: { minimum: 3, enforcementLevel: "advisory" }, "tls-listeners": "disabled" });
    assert.deepEqual(all.replicas, { enforcementLevel: "advisory", except: {}, minimum: 3 });
    assert.equal(all["tls-listeners"]?.enforcementLevel, "disabled");
  });

  it("holds to the full what a file does not name", () => {
    assert.equal(settings({}).replicas?.enforcementLevel, "mandatory");
  });

  it("is what the page on it shows, for rules that it all names", () => {
    const page = "docs/organisation-policy.md";
    for (const block of codeBlocks(page, "json")) settings(block);
    const named = [...readFileSync(page, "utf8").matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]);
    assert.deepEqual(
      named,
      rules.map(({ name }) => name),
    );
  });

  it("is refused with all its errors", () => {
    assert.throws(() => settings("{"), /policy\/test.json is not valid JSON: /);
    assert.throws(() => settings("[]"), /policy\/test.json must be an object of rules./);
    assert.throws(
      () => settings({ replica: "disabled", replicas: "off", "tls-listeners": { except: { a: "no" } } }),
      (error: Error) => {
        assert.match(error.message, /^policy\/test.json has errors:\n/);
        assert.match(error.message, /replica: is unknown/);
        assert.match(error.message, /replicas\.enforcementLevel: "off"/);
        assert.match(error.message, /tls-listeners\.except\.a: "no" must say why, in a few words/);
        return true;
      },
    );
  });

  const lineage = (...stacks: string[]) => readSettings(directory, stacks);
  const file = (stack: string, value: object) =>
    writeFileSync(join(directory, `policy/${stack}.json`), JSON.stringify(value));

  it("is that of the nearest stack that it extends, where it has no file of its own", () => {
    file("prod", { replicas: { minimum: 5 } });
    file("base", { replicas: { minimum: 7 } });
    assert.equal(lineage("prod-eu", "prod", "base").replicas?.minimum, 5);
    assert.equal(settingsFileFor(directory, ["prod-eu", "prod", "base"]), "policy/prod.json");
    assert.equal(settingsFileFor(directory, ["other"]), undefined);
  });

  it("may extend another's, field by field, over several files", () => {
    file("base", { replicas: { minimum: 7, except: { a: "is an example" } }, "tls-listeners": "disabled" });
    file("prod", { extends: "base", replicas: { minimum: 5 } });
    file("prod-eu", { extends: "prod", replicas: { except: { b: "is an example, too" } } });
    const { replicas, "tls-listeners": tls } = lineage("prod-eu", "unrelated");
    assert.deepEqual(replicas, {
      enforcementLevel: "mandatory",
      minimum: 5,
      except: { a: "is an example", b: "is an example, too" },
      taken: ["a"],
    });
    assert.equal(tls?.enforcementLevel, "disabled");
    const forPulumi = packConfig(lineage("prod-eu")) as Record<string, object>;
    assert.deepEqual(Object.keys(forPulumi.replicas ?? {}), ["minimum", "except", "enforcementLevel"]);
  });

  it("extends no file that there is not, none that extends it, and none with errors", () => {
    file("a", { extends: "b", replica: "disabled" });
    assert.throws(() => lineage("a"), {
      message:
        'policy/a.json has errors:\n  - extends: there is no policy/b.json\n  - replica: is unknown\n      Did you mean "replicas"?',
    });
    file("a", { extends: "b" });
    file("b", { extends: "a" });
    assert.throws(() => lineage("a"), {
      message:
        "policy/b.json has errors:\n  - extends: is a cycle: policy/a.json extends policy/b.json extends policy/a.json",
    });
    file("a", { extends: ["b"] });
    assert.throws(() => lineage("a"), /extends: a list must be the name of a stack/);
    file("a", { extends: "b" });
    file("b", { replicas: "off" });
    assert.throws(
      () => lineage("a"),
      /^UserError: policy\/b\.json has errors:\n {2}- replicas\.enforcementLevel: "off"/,
    );
  });

  it("advises to remove its own exceptions that except nothing, not those that it took", () => {
    file("prod", { "tls-listeners": { except: { "agentgateway-proxy/gone": "it is there in another" } } });
    file("test", { extends: "prod", "tls-listeners": { except: { "agentgateway-proxy/old": "it was there once" } } });
    const unused = (settings: ReturnType<typeof lineage>) =>
      evaluate(environment(), [], settings).advice.map(({ problem }) => problem);
    assert.deepEqual(unused(lineage("test")), ['"agentgateway-proxy/old" violates nothing']);
    assert.deepEqual(unused(lineage("another", "prod")), []);
    assert.deepEqual(unused(lineage("prod")), ['"agentgateway-proxy/gone" violates nothing']);
  });

  it("is judged over what builders make and what a person wrote, with its place and how to except it", () => {
    const rights = JSON.stringify({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "all" },
      rules: [{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }],
    });
    const { errors } = evaluate(
      environment({ agents: { planner: { image: "example.com/planner" } } }),
      [{ path: "k8s/base/mine.yaml", text: rights }],
      settings({ replicas: "disabled", "disruption-budgets": "disabled" }),
    );
    assert.deepEqual(
      errors.map(({ path }) => path),
      [
        "no-wildcard-rights: k8s/base/mine.yaml, ClusterRole all, rules[0].apiGroups",
        "pinned-images: agents.planner, Deployment planner, spec.template.spec.containers[0].image",
        "tls-listeners: gateway, Gateway agentgateway-proxy, spec.listeners[0].protocol",
        "authenticated-routes: agents.planner, HTTPRoute planner",
      ],
    );
    assert.equal(errors[1]?.remedy, "Name a version, or better a digest. It is excepted as example.com/planner.");
  });

  it("tells advice apart, among it exceptions that except nothing, and counts the others", () => {
    const { errors, advice, excepted, evaluated } = evaluate(
      environment(),
      [],
      settings({
        replicas: "advisory",
        "disruption-budgets": "disabled",
        "tls-listeners": {
          except: { "agentgateway-proxy/http": "TLS ends before it", "agentgateway-proxy/gone": "it was there once" },
        },
      }),
    );
    assert.deepEqual([errors, excepted, evaluated.length], [[], 1, rules.length - 1]);
    assert.deepEqual(
      advice.map(({ path, problem }) => `${path} ${problem}`),
      [
        "replicas: gateway, Gateway agentgateway-proxy has 1 replica, and 2 are asked",
        'policy/test.json, tls-listeners.except "agentgateway-proxy/gone" violates nothing',
      ],
    );
  });

  it("is met by every environment, under its settings", () => {
    for (const each of describeFixture().environments) {
      const { errors, advice } = evaluate(each, [], readSettings(FIXTURE, [each.name]));
      assert.deepEqual([...errors, ...advice], [], each.name);
    }
  });
});
