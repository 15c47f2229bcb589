import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** What a message says, about what, and what to do about it. */
export interface MessageExample {
  /** What is wrong in the example. */
  what: string;
  text: string;
  remedy?: string;
}

const FOLDER = join(__dirname, "../../tests/messages");
/** How the errors of a configuration begin, which says nothing of them. */
const CONFIGURATION = /^The configuration of environment .* ha(s|ve) .*:\n/;
/** An error as `core/errors.ts` writes it. */
const ERROR = /^ {2}- (.+?): (.*)((?:\n {6}.*)*)$/gm;

/** The exact messages of a table in tests/messages, where a test gets each of them; those that say the same once. */
export function examplesOf(table: string): MessageExample[] {
  const examples = parse(readFileSync(join(FOLDER, `${table}.yaml`), "utf8")) as { what: string; says: string }[];
  const all = examples.flatMap(({ what, says }): MessageExample[] => {
    const errors = [...says.matchAll(ERROR)];
    if (errors.length === 0) return [{ what, text: says.replace(/^error: /, "").trim() }];
    const heading = CONFIGURATION.test(says) ? "" : `${says.slice(0, says.indexOf("\n"))} `;
    return errors.map(([, path = "", problem = "", remedy = ""]) => ({
      what,
      text: `${heading}${path}: ${problem}`,
      remedy: remedy === "" ? undefined : remedy.trim().replaceAll("\n      ", "\n"),
    }));
  });
  return all.filter((each, index) => all.findIndex((other) => same(each, other)) === index);
}

function same(one: MessageExample, other: MessageExample): boolean {
  return one.text === other.text && one.remedy === other.remedy;
}
