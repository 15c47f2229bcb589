import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";

/** A wrong input, and all that its user is told. */
interface Example<Input> {
  what: string;
  input: Input;
  says: string;
}

const FOLDER = join(__dirname, "../messages");
/** With `UPDATE_MESSAGES=1` the tables are written anew: then read what changed in them, as a user would. */
const UPDATE = process.env.UPDATE_MESSAGES === "1";
const FRAME = /^\s+at .+:\d+:\d+\)?$/m;

/** Declares a test for each example of a table. */
export function table<Input>(name: string, tell: (input: Input) => Promise<string>): void {
  const file = join(FOLDER, `${name}.yaml`);
  const document = parseDocument(readFileSync(file, "utf8"));
  const examples = document.toJS() as Example<Input>[];
  describe(`what is said of a wrong ${name}`, () => {
    examples.forEach(({ what, input, says }, index) => {
      it(what, async () => {
        const told = await tell(input);
        assert.doesNotMatch(told, FRAME, "a user's mistake is shown without a stack trace");
        if (UPDATE) document.setIn([index, "says"], told);
        else assert.equal(told, says);
      });
    });
    after(() => {
      if (UPDATE) writeFileSync(file, document.toString({ lineWidth: 0 }));
    });
  });
}
