/** What an answer of the API server says, where it is a Status: parsed, or still its text. */
export function messageIn(body: unknown): string | undefined {
  const { message } = ((typeof body === "string" ? parsed(body) : body) ?? {}) as { message?: unknown };
  return typeof message === "string" ? message : undefined;
}

/** A text that may be JSON, as what it says. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
