import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assessAll } from "../../../checks";
import { environment } from "../../../dev/support/environment";
import { handWrittenTexts } from "../../../gitops/files";
import { repairManifests, showRepair } from "../../../gitops/repair";

describe("the page on manifests", () => {
  const page = readFileSync("docs/manifests.md", "utf8");
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "page-"));
    mkdirSync(join(directory, "k8s/base"), { recursive: true });
  });
  after(() => rmSync(directory, { recursive: true }));

  it("shows what is said of its example, which is sound then", () => {
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const [, said = ""] = /```\n(repaired .*?)```/s.exec(page) ?? [];
    writeFileSync(join(directory, "k8s/base/fetcher.yaml"), example);
    const described = environment({ mcpServers: { "mcp-website-fetcher": { image: "i" } } });
    const description = { base: described, environments: [described] };
    assert.equal(
      repairManifests(description, directory)
        .map((repair) => `${showRepair(repair)}\n`)
        .join(""),
      said,
    );
    assert.deepEqual(assessAll(description, handWrittenTexts(directory)).errors, []);
  });
});
