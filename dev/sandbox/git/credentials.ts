/** A line of the file that `git credential-store` reads. */
export function credentialLine(origin: string, user: string, password: string): string {
  const url = new URL(origin);
  url.username = user;
  url.password = password;
  return `${url.href.replace(/\/$/, "")}\n`;
}

/**
 * Git settings by environment: for this server, and no other, the password comes from a file and from no helper of the
 * user's. Settings that the environment carries already are kept; a second call does not add ours again.
 */
export function gitSettings(origin: string, file: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const key = `credential.${origin}.helper`;
  const known = Number(env.GIT_CONFIG_COUNT ?? 0) || 0;
  const ours = Array.from({ length: known }, (_, i) => i).find((i) => env[`GIT_CONFIG_KEY_${i}`] === key);
  const first = ours ?? known;
  return {
    GIT_CONFIG_COUNT: String(ours === undefined ? known + 2 : known),
    [`GIT_CONFIG_KEY_${first}`]: key,
    [`GIT_CONFIG_VALUE_${first}`]: "", // An empty helper forgets those before it.
    [`GIT_CONFIG_KEY_${first + 1}`]: key,
    [`GIT_CONFIG_VALUE_${first + 1}`]: `store --file=${shellQuote(file)}`,
  };
}

/** A word for a POSIX shell, whatever is in it. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
