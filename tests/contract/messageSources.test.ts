import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { examplesOf } from "../../reference/messages/examples";
import { SECTIONS } from "../../reference/messages/page";
import { messagesIn, messagesOf } from "../../reference/messages/sources";

/** Messages that no test gets, by their words, and why not. */
const UNREACHED: Record<string, string> = {
  "did not end within": "takes minutes",
  "pulumi preview failed:": "what a preview refuses, taking over has refused before",
  "interrupted; what was measured is kept": "a benchmark would have to run, and takes minutes",
  "The history of stack": "a stack whose configuration can be read has a history",
  "the CRDs could not be read": "an API server would have to be gone for a minute after it took the CRDs",
  "the cluster could not be read": "as with the CRDs",
  "It can't be done, and nothing was changed:": "the heading of refusals, each of which is tested",
  "Not everything is what it was before, against all that was planned:": "would be a defect of takeover",
  "is gone, which this did not do.": "somebody would have to delete an Application meanwhile",
  "pulumi up failed; its messages are above. Taking over can be run again.": "needs a cluster that is half taken over",
  "Nothing was deleted, and the Applications stay as they are now, syncing nothing:": "as with pulumi up",
  "Argo CD can't compare it:": "as with pulumi up",
  ", which is not in the new tree": "as with pulumi up",
  "; the logs are": "a part of the sandbox would have to hang for minutes",
  "the background process ended; its log is": "it would have to be killed in the moment of a start",
  "the background process did not answer within": "it would have to hang",
  "not everything is as it should be (logs: `npm run sandbox -- logs`):":
    "an environment would have to break after an up",
  "The whole output is in": "an up of the sandbox would have to fail",
  "interrupted; what was compiled is kept, so the next run goes on from here": "needs a build that takes long",
  "Go is not on PATH, and some tools of the sandbox have to be built with it.": "Go is where its installers put it",
};

/** A text without what tests must write differently: the slashes of a regular expression, and line breaks. */
const plain = (text: string) => text.replaceAll("\\", "").replace(/\s+/g, " ");

describe("the messages of the sources", () => {
  const folders = SECTIONS.flatMap((section) => section.folders);

  it("are found as the sources have them, with what to do", () => {
    const source = `
      const LIMIT = 60;
      const USAGE = "all of it";
      throw new UserError(\`\${name} did not end \` + \`within \${LIMIT} s\\n\\n\${USAGE}\`);
      const fault = { path, problem: known ? "is known" : \`"\${name}" is not known\`, remedy: \`Did you mean \${near}?\` };
      z.string().regex(NAME, "must be a name").min(1);
      throw new Error("a defect of ours");`;
    assert.deepEqual(
      messagesOf("a.ts", source).map(({ text, remedy, words }) => [text, remedy, words]),
      [
        ["… did not end within 60 s", undefined, "did not end within 60 s"],
        ["is known", "Did you mean …?", "is known"],
        ['"…" is not known', "Did you mean …?", '" is not known'],
        ["must be a name", undefined, "must be a name"],
      ],
    );
  });

  it("are all on the page: each folder that has some is in a section, each table too", () => {
    const files = globSync("*/**/*.{ts,mjs}", { exclude: ["node_modules/**", "tests/**", "**/node_modules/**"] });
    const lost = files.filter(
      (file) =>
        /new (UserError|Refusal)\(/.test(readFileSync(file, "utf8")) &&
        !folders.some((folder) => file.startsWith(`${folder}/`)),
    );
    assert.deepEqual(lost, []);
    const tables = globSync("tests/messages/*.yaml").map((file) => file.replace(/^.*\/(.*)\.yaml$/, "$1"));
    assert.deepEqual(SECTIONS.flatMap((section) => section.tables).sort(), tables.sort());
  });

  it("stand in a test, word for word", () => {
    const tests = globSync("tests/**/*.ts").filter((file) => !file.includes("messageSources"));
    const told = SECTIONS.flatMap((section) => section.tables.flatMap(examplesOf)).flatMap((each) => each.text);
    const text = plain([...told, ...tests.map((file) => readFileSync(file, "utf8"))].join("\n"));
    const unseen = folders.flatMap(messagesIn).filter(({ words }) => !text.includes(plain(words)));
    assert.deepEqual(
      [...new Set(unseen.map(({ file, words }) => `${file}: ${words}`))].filter(
        (each) => !Object.keys(UNREACHED).some((words) => each.endsWith(words)),
      ),
      [],
    );
    const stale = Object.keys(UNREACHED).filter((words) => !unseen.some((message) => message.words === words));
    assert.deepEqual(stale, [], "these are got by a test, or are no messages any more");
  });
});
