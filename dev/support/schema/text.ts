import fc from "fast-check";

/** Values that YAML readers love to take for something else. */
export const tricky = fc.constantFrom(
  "on",
  "off",
  "yes",
  "no",
  "null",
  "~",
  "0755",
  "1e3",
  "1_000",
  "2026-01-01",
  "",
  " ",
  "a: b",
  "# no",
  "'",
  '"',
  "\n",
  "é",
);

/** Any text. */
export const text = fc.oneof(tricky, fc.string({ unit: "grapheme-ascii", maxLength: 12 }), fc.string({ maxLength: 3 }));
