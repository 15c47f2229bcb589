import assert from "node:assert/strict";
import { assertAccepted, verdict } from "../../../checks/accepted";
import { SecretValue } from "../../../core/secret";
import { kubeconfig } from "../../../dev/sandbox/cluster/kubeconfig";
import { backend, FILE } from "../../../dev/support/checks";
import { environment } from "../../../dev/support/environment";

const object = { apiVersion: "v1", kind: "Service", metadata: { name: "x" } };
const item = { origin: FILE, handWritten: true, object };
const SAYS = "So says the API server of the cluster, by the kinds that it serves now.";

describe("the word of an API server", () => {
  const place = `${FILE}, Service x`;
  const refused = (field: string, problem: string) => ({ path: `${place}${field}`, problem, remedy: SAYS });
  const causes = [
    { reason: "FieldValueInvalid", field: "spec.a", message: "Invalid value: exactly one of [a b] must be set" },
    { reason: "FieldValueRequired", field: "spec.c", message: "Required value" },
    { reason: "FieldValueInvalid", field: "<nil>", message: "some validation rules were not checked" },
  ];
  // What a real server answers stands in the contract tests; these are its answers, shortened.
  const answers: [string, number, object, unknown][] = [
    ["yes", 201, {}, []],
    [
      "no to fields",
      422,
      { message: "is invalid: [...]", details: { causes } },
      [refused(", spec.a", "Invalid value: exactly one of [a b] must be set"), refused(", spec.c", "Required value")],
    ],
    [
      "no to fields that it does not know",
      400,
      {
        message: 'Service in version "v1": strict decoding error: unknown field "spec.b", unknown field "spec.d[0].e"',
      },
      [refused(", spec.b", "is unknown"), refused(", spec.d[0].e", "is unknown")],
    ],
    ["no to the object", 409, { message: "is being deleted" }, [refused("", "is being deleted")]],
    [
      "no to a field of another type",
      500,
      { message: "failed to create typed patch object (/x): .spec.a: expected numeric" },
      [refused("", "failed to create typed patch object (/x): .spec.a: expected numeric")],
    ],
    ["no by a policy", 403, { message: "admission webhook denied it" }, [refused("", "admission webhook denied it")]],
    ["nothing, for want of rights", 403, { message: 'User "u" cannot patch' }, 'User "u" cannot patch'],
    ["nothing, for troubles of its own", 500, { message: "etcdserver: timeout" }, "etcdserver: timeout"],
    ["nothing, as a proxy in front of it", 502, "<html>" as unknown as object, "status 502"],
  ];
  for (const [title, status, body, expected] of answers) {
    it(`is heard: ${title}`, () => assert.deepEqual(verdict(item, { status, body }), expected));
  }

  it("is not given for a kind that it does not serve", () =>
    assert.equal(verdict(item, undefined), "it does not serve that kind yet"));

  const access = { name: "dev", server: "https://127.0.0.1:1", authority: "", token: "t" };
  const stack = environment({ cluster: { kubeconfig: new SecretValue(kubeconfig([access])) } });
  const text = backend({ static: { host: "a.example.com", port: 443 } });

  it("is not waited for where it can't be had, which is told", async () => {
    const reported: string[] = [];
    await assertAccepted(stack, [{ path: FILE, text }], (message) => reported.push(message));
    assert.equal(reported.length, 1);
    assert.match(
      reported[0] ?? "",
      /^The cluster could not say whether it takes k8s\/base\/mine\.yaml, AgentgatewayBackend mine: .*ECONNREFUSED/,
    );
  });

  it("is not asked for about what the builders make alone", async () => {
    await assertAccepted(stack, [], (message) => assert.fail(message));
  });
});
