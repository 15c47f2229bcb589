/** When something begins, by the minute, on the clocks of its time zone. */
export interface Schedule {
  /** Minutes of an hour, in their order. */
  minutes: readonly number[];
  /** Hours of a day, in their order. */
  hours: readonly number[];
  /** Whether it begins on the day of a moment, as `Date` has that in UTC. */
  hasDay: (day: Date) => boolean;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
  note?: string;
}

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  {
    name: "day of the week",
    min: 0,
    max: 6,
    names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    note: " (0 is Sunday)",
  },
];

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The values of one field, and whether it leaves the choice to the others. */
interface Values {
  values: readonly number[];
  any: boolean;
}

/**
 * Reads a schedule in the form of cron as Argo CD does (robfig/cron, with five fields): where both the day of the month and
 * that of the week are limited, either is enough.
 *
 * @returns the schedule, or what is wrong with the text
 */
export function parseSchedule(text: string): Schedule | string {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length)
    return `must have five fields, such as 0 22 * * 5: ${FIELDS.map(({ name }) => name).join(", ")}`;
  const fields = parts.map((part, index) => valuesOf(part, FIELDS[index] as Field));
  const wrong = fields.find((field) => typeof field === "string");
  if (wrong !== undefined) return wrong;
  const [minute, hour, day, month, weekday] = fields as [Values, Values, Values, Values, Values];
  const byDay = weekday.any || day.any ? every : some;
  // Argo CD takes what never begins for what has always begun.
  const never = byDay === every && !month.values.some((each) => day.values[0]! <= DAYS_IN_MONTH[each - 1]!);
  if (never) return "is for a day that no month has";
  return {
    minutes: minute.values,
    hours: hour.values,
    hasDay: (date) =>
      month.values.includes(date.getUTCMonth() + 1) &&
      byDay(day.values.includes(date.getUTCDate()), weekday.values.includes(date.getUTCDay())),
  };
}

const every = (one: boolean, other: boolean) => one && other;
const some = (one: boolean, other: boolean) => one || other;

function valuesOf(text: string, field: Field): Values | string {
  const items = text.split(",").map((item) => rangeOf(item, field));
  if (items.some((item) => item === undefined)) {
    const { name, min, max, note = "" } = field;
    return `must have * or ${min} to ${max}${note} as ${name}, such as ${min}-${min + 2} or */2, and not ${text}`;
  }
  const ranges = items as Range[];
  const within = (value: number) =>
    ranges.some(({ from, to, step }) => value >= from && value <= to && (value - from) % step === 0);
  const all = Array.from({ length: field.max - field.min + 1 }, (_, index) => field.min + index);
  return { values: all.filter(within), any: ranges.some(({ any }) => any) };
}

interface Range {
  from: number;
  to: number;
  step: number;
  any: boolean;
}

/** A value, a range, or `*`, and of these each so many. */
function rangeOf(text: string, { min, max, names = [] }: Field): Range | undefined {
  const [, first, last, every] = /^(\*|[0-9a-z]+)(?:-([0-9a-z]+))?(?:\/([0-9]+))?$/i.exec(text) ?? [];
  if (first === undefined) return undefined;
  const value = (word: string) => {
    const named = names.indexOf(word.toLowerCase());
    return named >= 0 ? named + min : /^[0-9]+$/.test(word) ? Number(word) : NaN;
  };
  const step = every === undefined ? 1 : Number(every);
  if (first === "*") return last === undefined && step > 0 ? { from: min, to: max, step, any: step === 1 } : undefined;
  const from = value(first);
  const to = last !== undefined ? value(last) : every === undefined ? from : max;
  return from >= min && to <= max && from <= to && step > 0 ? { from, to, step, any: false } : undefined;
}
