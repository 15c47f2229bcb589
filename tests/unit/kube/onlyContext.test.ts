import { accessOf } from "../../../kube/clusterAt";
import assert from "node:assert/strict";
import { onlyContext, select } from "../../../kube/kubeconfig";

const TEXT = `
current-context: one
contexts:
  - { name: one, context: { cluster: a, user: jo, namespace: n } }
  - { name: two, context: { cluster: b, user: canary } }
  - { name: three, context: { cluster: b } }
clusters:
  - { name: a, cluster: { server: "https://a.example.com/", tls-server-name: a } }
  - { name: b, cluster: { server: "https://b.example.com", proxy-url: "http://proxy.example.com:3128" } }
users:
  - { name: jo, user: { username: jo, password: "1:2" } }
  - { name: canary, user: { token: canary } }
`;

describe("one context of a kubeconfig", () => {
  it("leads to the same server by the same credentials, without those of others", async () => {
    for (const context of [undefined, "one", "two", "three"]) {
      const only = onlyContext(TEXT, context);
      assert.deepEqual(await accessOf(only), await accessOf(TEXT, context));
      assert.equal(only.includes("canary"), context === "two");
    }
    const whole = select(TEXT, "two");
    assert.partialDeepStrictEqual(
      select(onlyContext(TEXT, "two"), undefined),
      "problem" in whole ? {} : { user: whole.user },
    );
  });

  it("stays as it is where it is of no use, so that what reads it says why", async () => {
    for (const [text, context] of [
      ["[", undefined],
      [TEXT, "four"],
    ] as const) {
      assert.equal(onlyContext(text, context), text);
      await assert.rejects(accessOf(text, context), /is not valid YAML|has no context "four"/);
    }
  });
});
