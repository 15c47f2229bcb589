/**
 * Leaves out the stack trace that Pulumi takes of each promise it makes, some for each resource. Only
 * `PULUMI_DEBUG_PROMISE_LEAKS` shows them, and to translate them by source maps was a tenth of a preview.
 */
export function leavePromisesUntraced(env: NodeJS.ProcessEnv = process.env): void {
  const prepare = Error.prepareStackTrace?.bind(Error);
  if (prepare === undefined || env.PULUMI_DEBUG_PROMISE_LEAKS) return;
  Error.prepareStackTrace = (error, frames): unknown =>
    frames[0]?.getFunctionName() === "debuggablePromise" ? String(error) : prepare(error, frames);
}
