import * as pulumi from "@pulumi/pulumi";
import { version } from "@pulumi/kubernetes/package.json";

/** Modules of the kinds that Argo CD's installation has. */
const MODULES = [
  "apiextensions.k8s.io/v1",
  "apps/v1",
  "core/v1",
  "networking.k8s.io/v1",
  "rbac.authorization.k8s.io/v1",
];
const [MAJOR] = version.split(".");

/**
 * Has the SDK leave objects unread that it meets in the outputs of others, as it does with every kind whose module is
 * not loaded. It would read back, twice, each that the installation has made, CRDs of hundreds of kilobytes among them, to
 * no use: a tenth of a preview. Of the modules that are registered, the highest version that fits is used.
 */
export function leaveReferencesUnread(): void {
  for (const module of MODULES) {
    pulumi.runtime.registerResourceModule("kubernetes", module, {
      version: `${MAJOR}.9999.9999`,
      construct: (_name, _type, urn) => urn as unknown as pulumi.Resource,
    });
  }
}

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
