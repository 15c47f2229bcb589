/** A line of `pulumi up` in which a resource changed its state. */
export interface ResourceLine {
  readonly operation: string;
  readonly type: string;
  readonly name: string;
  /** `creating`, `created`, `creating failed`, … */
  readonly state: string;
  /** What it waits for, where it says so. */
  readonly waiting?: string;
}

const RESOURCE =
  /^\s*(\+\+|\+-|-\+|--|[+~\-><=])?\s+([\w-]+:[\w./-]*:[\w.-]+)\s+(\S+)\s+\**((?:creat|updat|delet|replac|read|import|refresh)(?:ing failed|ing|ed|e|d)?)\b(?:.*?\s(waiting for .*))?/;

/** The resource that a line is about, if it is about one. */
export function parseResourceLine(line: string): ResourceLine | undefined {
  const [, operation = "", type = "", name = "", state = "", waiting] = RESOURCE.exec(line) ?? [];
  return type === "" ? undefined : { operation, type, name, state, ...(waiting ? { waiting } : {}) };
}

/** Takes output as it comes and gives it on line by line. */
export function byLine(take: (line: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  };
}

/** What went wrong, from the output of a failed update: its diagnostics, or its last lines. */
export function diagnostics(output: string): string {
  const lines = output.split("\n");
  const start = lines.lastIndexOf("Diagnostics:");
  const end = lines.findIndex((line, index) => index > start && /^(Outputs|Resources|Duration):?/.test(line));
  const part = start < 0 ? lines.slice(-25) : lines.slice(start + 1, end < 0 ? undefined : end);
  return part.join("\n").trim();
}

/** `65 created, 2 updated` or `no changes`, from the last part of the output. */
export function changes(output: string): string {
  const lines = output.split("\n");
  const start = lines.lastIndexOf("Resources:");
  if (start < 0) return "";
  const counts: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const [, count] =
      /^\s+(?:\S{1,2}\s)?\s*(\d+ (?:created|updated|deleted|replaced|changes.*|imported))/.exec(line) ?? [];
    if (line.trim() === "") break;
    if (count) counts.push(count);
  }
  return counts.join(", ") || "no changes";
}
