/** Names that JavaScript has kept of zones that were renamed. Argo CD's image knows the new ones only. */
const RENAMED: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

const UTC = "UTC";
let known: ReadonlySet<string> | undefined;

/** The names of time zones that mean the same here and to Argo CD, which takes each other name for UTC, without an error. */
export function timeZones(): ReadonlySet<string> {
  const current = (name: string) => RENAMED[name] ?? name;
  known ??= new Set([UTC, ...Intl.supportedValuesOf("timeZone").map(current)]);
  return known;
}

/** What is wrong with the name of a time zone. */
export function timeZoneProblem(name: string): string | undefined {
  if (timeZones().has(name)) return undefined;
  const now = RENAMED[name];
  return now ? `is an old name: the time zone is ${now} now` : "must be a time zone such as UTC or Europe/Zurich";
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which the clocks of a time zone are ahead of UTC at a moment. */
export function offsetAt(zone: string, at: number): number {
  if (zone === UTC) return 0;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
