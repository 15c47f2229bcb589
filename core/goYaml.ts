import { parseAllDocuments, type Document, type LineCounter, type ScalarTag, type Tags } from "yaml";

/**
 * Reads YAML as Go's reader does, and with it Kustomize: of YAML 1.1 it knows octal numbers, underscores and dates, but neither
 * `on` and `yes` nor numbers to the base of 60. Source: go.yaml.in/yaml/v3, resolve.go.
 *
 * @returns the documents, each with its errors; tags that it does not know are among the warnings
 */
export function parseGoYaml(text: string, lineCounter?: LineCounter): Document.Parsed[] {
  const customTags = (tags: Tags) => [...tags.filter((tag) => !isNumber(tag)), ...NUMBERS, BINARY];
  const options = { schema: "core", merge: true, stringKeys: true, customTags } as const;
  return [...parseAllDocuments(text, { ...options, ...(lineCounter ? { lineCounter } : {}) })];
}

/** A number or a date, where Go's reader takes a plain text for one, or the text itself. A date is told by the moment it means. */
export function resolveGo(text: string): number | string {
  const date = dateOf(text);
  if (date !== undefined) return date;
  if (/^\.\d(_?\d)*([eE][-+]?\d(_?\d)*)?$/.test(text)) return finite(text);
  const infinite = /^([-+]?)\.(inf|Inf|INF)$/.exec(text);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return NaN;
  if (!/^[-+0-9]/.test(text)) return text;
  const plain = text.replaceAll("_", "");
  const integer = integerOf(plain);
  if (integer !== undefined) return Number(integer);
  return /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(plain) ? finite(plain, text) : text;
}

/** The text that Go writes for the moment that it takes a plain text for: `2026-01-31T00:00:00Z`. None where it takes it for none. */
export function dateOf(text: string): string | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d\d:\d\d)?)?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", separator, hour = "0", minute = "0", second = "0", rest = "", zone] = match;
  // A zone is there with a T, and never after a space.
  if (separator !== undefined && (separator === " ") !== (zone === undefined)) return undefined;
  const numbers = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const moment = new Date(Date.UTC(numbers[0], numbers[1] - 1, ...(numbers.slice(2) as [number])));
  const [date = "", time = ""] = moment.toISOString().split(/[T.]/);
  const asWritten = numbers.map((number, index) => String(number).padStart(index === 0 ? 4 : 2, "0"));
  if ([...date.split("-"), ...time.split(":")].join() !== asWritten.join()) return undefined;
  const fraction = rest.slice(0, 10).replace(/\.?0+$/, "");
  return `${date}T${time}${fraction}${zone === undefined || /^[-+]00:00$/.test(zone) ? "Z" : zone}`;
}

/** Whether a plain text is an integer that Go holds and JavaScript rounds. */
export function isRounded(text: string): boolean {
  const integer = /^[-+0-9]/.test(text) ? integerOf(text.replaceAll("_", "")) : undefined;
  return integer !== undefined && BigInt(Number(integer)) !== integer;
}

/** An integer as Go's `strconv` reads it at the base 0, where it fits into 64 bits. */
function integerOf(plain: string): bigint | undefined {
  const [, sign, digits = ""] =
    /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(plain) ?? [];
  if (sign === undefined) return undefined;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  const limit = sign === "" ? 2n ** 64n - 1n : sign === "-" ? 2n ** 63n : 2n ** 63n - 1n;
  return value > limit ? undefined : sign === "-" ? -value : value;
}

/** What is too large for a number is a text. */
function finite(plain: string, text = plain): number | string {
  const value = Number(plain.replaceAll("_", ""));
  return Number.isFinite(value) ? value : text;
}

const NUMBERS = ["int", "float"].map((name): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test: /^[-+.0-9]/,
  resolve: resolveGo,
  identify: (value) => typeof value === "number",
  stringify: ({ source, value }) => source ?? String(value),
}));

const BINARY: ScalarTag = {
  tag: "tag:yaml.org,2002:binary",
  default: false,
  resolve: (text) => Buffer.from(text, "base64").toString(),
};

function isNumber(tag: Tags[number]): boolean {
  return typeof tag === "object" && /:(int|float)$/.test(tag.tag);
}
