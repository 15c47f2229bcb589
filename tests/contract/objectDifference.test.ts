import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { StandIns } from "../../dev/support/standIns";

const script = join(process.cwd(), "ci/objectDifference.mjs");

type Objects = Record<string, Record<string, string>>;

describe("what a pull request changes", function () {
  this.timeout(120_000);
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "objects-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const compare = (base: string, head: string) =>
    spawnSync(process.execPath, [script, base, head], { encoding: "utf8" });
  const comment = (base: Objects, head: Objects): string => {
    const { status, stdout, stderr } = compare(file("base", JSON.stringify(base)), file("head", JSON.stringify(head)));
    assert.equal(status, 0, stderr);
    return stdout;
  };

  it("is told by object, once for all stacks that share it", () => {
    const base = { "Service a": "spec:\n  port: 80\n", "Service gone": "x: 1\n" };
    const head = { "Service a": "spec:\n  port: 81\n", "Service b": "y: 1\n" };
    assert.equal(
      comment({ dev: base, prod: base }, { dev: head, prod: base }),
      `<!-- agentgateway-infra: objects -->

What this pull request changes in the rendered objects:

| stack | new | changed | removed |
| --- | --- | --- | --- |
| <code>dev</code> | 1 | 1 | 1 |

<details><summary>changed <code>Service a</code> in <code>dev</code></summary>

\`\`\`diff
@@ -1,2 +1,2 @@
 spec:
-  port: 80
+  port: 81
\`\`\`

</details>

<details><summary>new <code>Service b</code> in <code>dev</code></summary>

\`\`\`diff
@@ -0,0 +1 @@
+y: 1
\`\`\`

</details>

removed <code>Service gone</code> in <code>dev</code>
`,
    );
    assert.match(
      comment({ dev: base, prod: base }, { dev: head, prod: head }),
      /changed <code>Service a<\/code> in <code>dev<\/code>, <code>prod<\/code>/,
    );
    assert.match(
      comment({ dev: base }, { dev: base }),
      /\nThis pull request changes nothing in the rendered objects\.\n$/,
    );
  });

  it("is text, whoever wrote it: no markup, no mention, nothing that a reader doesn't see", () => {
    const evil = "```\n</details><img src=x>@everyone\n````\n\u202egnp.exe\u0000\n";
    const name = "Service `</code></summary>\n\n@everyone|";
    const text = comment({ dev: {} }, { dev: { [name]: evil }, "a|b`<i>": { x: "y" } });
    assert.ok(text.includes("<code>Service &#96;&#60;/code&#62;&#60;/summary&#62; @everyone&#124;</code>"), text);
    assert.ok(text.includes("\n`````diff\n"), text);
    assert.ok(text.includes("+\\u202egnp.exe\\u0000"), text);
    assert.ok(text.includes("| <code>a&#124;b&#96;&#60;i&#62;</code> | 1 | 0 | 0 |"), text);
    // Outside of the blocks there is no line that begins with what a stranger wrote.
    const outside = text.replace(/^(`{3,})diff\n[^]*?\n\1$/gm, "");
    assert.doesNotMatch(outside, /<img|^@everyone/m);
  });

  it("fits into a comment, and says how much is left out", () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`Service ${i}`, "a: b\n".repeat(100)]));
    const text = comment({ dev: {} }, { dev: { ...many, "ConfigMap huge": "z".repeat(100_000) } });
    assert.ok(text.length < 65_536, String(text.length));
    assert.match(text, /\n… and more\n/);
    assert.match(text, /\nThere is no room here for \d+ more\. /);
  });

  it("is refused where a file is none, leads elsewhere, or holds something else", () => {
    const good = file("good", "{}");
    symlinkSync("/etc/passwd", join(directory, "link"));
    const refused: [string, RegExp][] = [
      [join(directory, "link"), /^error: .*link can't be read: ELOOP$/m],
      [join(directory, "none"), /^error: .*none can't be read: ENOENT$/m],
      [directory, /^error: .* is no file of at most \d+ bytes$/m],
      [file("text", "hello"), /^error: .*text is no JSON$/m],
      [file("list", "[1]"), /^error: .*list holds no objects by stack$/m],
      [file("deep", '{"dev":{"a":{"b":1}}}'), /^error: .*deep holds no objects by stack$/m],
    ];
    for (const [path, message] of refused) {
      const { status, stdout, stderr } = compare(good, path);
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [1, ""]);
    }
  });

  it("comes from the renderer, with the catalogue and the stack file of either side", async () => {
    const checkout = new Checkout(process.cwd());
    try {
      const rendered = async () => {
        const { code, stdout, all } = await checkout.npm("render", "--objects");
        assert.equal(code, 0, all);
        return JSON.parse(stdout) as Objects;
      };
      const base = await rendered();
      assert.deepEqual(Object.keys(base).sort(), ["dev", "prod", "stage"]);
      checkout.edit("Pulumi.prod.yaml", (text) => text.replace("replicas: 3", "replicas: 4"));
      const text = comment(base, await rendered());
      assert.match(text, /\| <code>prod<\/code> \| 0 \| [1-9]\d* \| 0 \|/);
      assert.match(text, /^-.*replicas: 3\n\+.*replicas: 4$/m);
      assert.doesNotMatch(text, /<code>dev<\/code>/);
    } finally {
      rmSync(checkout.root, { recursive: true });
    }
  });
});

describe("the comment of a pull request", () => {
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => standIns.remove());

  const keep = (...comments: object[]) => {
    const sent = join(standIns.directory, "sent");
    standIns.add(
      "gh",
      `case "$*" in *--slurp*) printf %s '${JSON.stringify([comments])}' ;; *) cat > "${sent}" ;; esac`,
    );
    const body = join(standIns.directory, "body.md");
    writeFileSync(body, "<!-- mark -->\nit's `new`\n");
    return standIns.run(join(process.cwd(), "ci/comment.mjs"), ["12", body], { GITHUB_REPOSITORY: "acme/infra" });
  };
  const own = { id: 5, user: { login: "github-actions[bot]" }, body: "<!-- mark -->\nold" };

  it("is made once, and then kept current", () => {
    assert.equal(keep().stdout, "commented\n");
    assert.equal(standIns.calls()[1], "gh api repos/acme/infra/issues/12/comments --method POST --silent --input -");
    assert.equal(keep({ ...own, id: 4, body: "other" }, own).stdout, "the comment is current\n");
    assert.equal(standIns.calls()[3], "gh api repos/acme/infra/issues/comments/5 --method PATCH --silent --input -");
  });

  it("is no one else's, although it looks like it", () => {
    assert.equal(keep({ ...own, user: { login: "mallory" } }).stdout, "commented\n");
  });

  it("fails where GitHub refuses", () => {
    standIns.add("gh", "exit 1");
    const { status, stderr } = standIns.run(join(process.cwd(), "ci/comment.mjs"), ["12", script], {
      GITHUB_REPOSITORY: "acme/infra",
    });
    assert.equal(status, 1);
    assert.match(stderr, /^error: gh api repos\/acme\/infra\/issues\/12\/comments\?per_page=100 ended with 1$/m);
  });
});
