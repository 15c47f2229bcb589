import { SecretValue } from "./secret";

/** A user and password in an address. */
const CREDENTIALS = /(\/\/)[^/@\s]+@/g;

/** A value for a message: short, and never a secret, nor something that may hold one. */
export function show(value: unknown): string {
  if (value instanceof SecretValue) return "[secret]";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = (JSON.stringify(value) ?? String(value)).replace(CREDENTIALS, "$1…@");
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
