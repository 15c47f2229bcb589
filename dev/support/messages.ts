import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument, Scalar } from "yaml";
import { UserError } from "../../core/errors";

/** A wrong input, and the whole message about it. */
interface Example<Input> {
  what: string;
  input: Input;
  says: string;
}

const FOLDER = join(__dirname, "../../tests/messages");
/** With `UPDATE_MESSAGES=1` the tables are written again: then read what changed in them, as a user would. */
const UPDATE = process.env.UPDATE_MESSAGES === "1";
const FRAME = /^\s+at .+:\d+:\d+\)?$/m;

/** Declares a test for each example of a table. */
export function table<Input>(name: string, message: (input: Input) => Promise<string>): void {
  const file = join(FOLDER, `${name}.yaml`);
  const document = parseDocument(readFileSync(file, "utf8"));
  const examples = document.toJS() as Example<Input>[];
  describe(`what is said of a wrong ${name}`, () => {
    examples.forEach(({ what, input, says }, index) => {
      it(what, async () => {
        const reported = await message(input);
        assert.doesNotMatch(reported, FRAME, "a user's mistake is shown without a stack trace");
        if (UPDATE) document.setIn([index, "says"], scalar(reported));
        else assert.equal(reported, says);
      });
    });
    after(() => {
      if (UPDATE) writeFileSync(file, document.toString({ lineWidth: 0 }));
    });
  });
}

/** A text as it reads best in a table. */
function scalar(text: string): Scalar {
  const node = new Scalar(text);
  if (text.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

/** The message of the error that something ends with. Whatever is no mistake of the user's fails the test. */
export async function messageOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("nothing was found to be wrong");
}
