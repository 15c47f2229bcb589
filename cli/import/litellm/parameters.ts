import type { PlainObject } from "../../../core/merge";
import type { Left } from "../found";

/** How LiteLLM names a variable of its environment in place of a value. */
const VARIABLE = /^os\.environ\/(.+)$/;

/** The `litellm_params` of a deployment. What nobody reads of them is not expressed. */
export class Parameters {
  readonly left: Left[] = [];
  /** Where the secrets are, by their fields here. */
  readonly sources: Record<string, string> = {};
  readonly #read = new Set<string>();
  readonly #values: PlainObject;
  readonly at: string;

  constructor(at: string, values: PlainObject) {
    this.at = at;
    this.#values = values;
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  /** The text of a parameter. One that is in a variable is nobody's to know here, and is reported. */
  text(key: string): string | undefined {
    this.#read.add(key);
    if (!this.has(key)) return undefined;
    const value = textOf(this.#values[key]);
    const [, variable] = VARIABLE.exec(value) ?? [];
    if (variable === undefined) return value;
    this.refuse(
      key,
      `is in the variable ${variable}, and Git has to know it`,
      "Write the value in its place, and import that.",
    );
    return undefined;
  }

  /** The value of a parameter as it is. */
  take(key: string): unknown {
    this.#read.add(key);
    return this.#values[key];
  }

  /** Notes where a secret comes from, and says whether there is one. Its value is not looked at. */
  secret(key: string, field: string): boolean {
    this.#read.add(key);
    if (!this.has(key)) return false;
    const [, variable] = VARIABLE.exec(textOf(this.#values[key])) ?? [];
    this.sources[field] = variable === undefined ? `${this.at}.${key}` : `$${variable}`;
    return true;
  }

  refuse(key: string, reason: string, wayOn: string): void {
    this.#read.add(key);
    this.left.push({ what: `${this.at}.${key}`, reason, wayOn });
  }

  /** Parameters that were not read. */
  rest(): string[] {
    return Object.keys(this.#values).filter((key) => !this.#read.has(key) && this.has(key));
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
