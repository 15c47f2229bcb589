/** A value of a Secret, as text; empty where it has none. */
export function secretValue(data: Readonly<Record<string, string>> | undefined, key: string): string {
  return Buffer.from(data?.[key] ?? "", "base64").toString();
}
