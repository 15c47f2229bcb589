import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assessAll } from "../../../checks";
import { sound } from "../../../dev/support/checks";
import { environment } from "../../../dev/support/environment";
import { PASTED } from "../../../dev/support/pasted";
import { handWrittenTexts } from "../../../gitops/files";
import { repairManifests } from "../../../gitops/repair";

const FILE = "k8s/base/pasted.yaml";

describe("repairs in a checkout", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "repair-"));
    mkdirSync(join(directory, "k8s/base"), { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const description = (...gateways: string[]) => ({
    base: environment({ ...sound, gateway: { name: gateways[0] } }, "base"),
    environments: gateways.map((name) => environment({ ...sound, gateway: { name } }, name)),
  });
  const repair = (text: string, ...gateways: string[]) => {
    writeFileSync(join(directory, FILE), text);
    const made = repairManifests(description(...gateways), directory);
    return {
      made: made.map(({ item, field }) => `${item.object.kind} ${field}`),
      text: readFileSync(join(directory, FILE), "utf8"),
    };
  };

  it("make what people paste sound, once, and leave the rest as it was", () => {
    const { made, text } = repair(PASTED, "agentgateway-proxy");
    assert.equal(made.length, 16);
    assert.deepEqual(assessAll(description("agentgateway-proxy"), handWrittenTexts(directory)).errors, []);
    const before = PASTED.split("\n");
    const changed = text.split("\n").filter((line) => !before.includes(line));
    assert.deepEqual(changed, [
      "  metadata: { name: echo }",
      "  - name: agentgateway-proxy # the Gateway of an example",
    ]);
    assert.deepEqual(repair(text, "agentgateway-proxy"), { made: [], text });
  });

  it("choose no Gateway where environments have others", () => {
    const { made, text } = repair(PASTED, "one", "two");
    assert.ok(!made.includes("GRPCRoute spec.parentRefs[0].name"));
    assert.match(text, /name: http # the Gateway/);
  });

  it("leave to the checks what an alias brings", () => {
    const text = [
      "apiVersion: v1",
      "kind: ConfigMap",
      "metadata: &common { name: a, namespace: default }",
      "data: { a: b }",
      "---",
      "apiVersion: v1",
      "kind: List",
      "items:",
      "- { apiVersion: v1, kind: ServiceAccount, metadata: &m { name: b, uid: c } }",
      "- { apiVersion: v1, kind: ConfigMap, metadata: *m }",
      "",
    ].join("\n");
    const { made, text: repaired } = repair(text, "agentgateway-proxy");
    assert.deepEqual(made, ["ConfigMap metadata.namespace"]);
    assert.equal(repaired, text.replace(", namespace: default", ""));
    assert.match(
      assessAll(description("agentgateway-proxy"), handWrittenTexts(directory))
        .errors.map(({ path }) => path)
        .join(),
      /metadata\.uid/,
    );
  });
});
