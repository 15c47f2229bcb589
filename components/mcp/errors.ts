import type { ValidationError } from "../../core/errors";
import { sortedEntries } from "../../kube/object";
import { isKeyed } from "./build";
import { mcpPaths } from "./routing";
import type { McpServerSpec } from "./spec";

/**
 * Servers by label beside others that are to get other credentials: a policy names its servers, and the names of those are
 * not known here.
 */
export function unnamedServers(servers: Record<string, McpServerSpec>): ValidationError[] {
  return mcpPaths(servers).flatMap((path) => {
    const sharing = sortedEntries(servers).filter(([, spec]) => spec.path === path);
    const kinds = new Set(sharing.map(([, spec]) => credentialsOf(spec)));
    if (kinds.size < 2) return [];
    return sharing
      .filter(([, { kind }]) => kind === "selector")
      .map(([name]) => ({
        path: `mcpServers.${name}.selector`,
        problem: `shares the path ${path} with servers that get other credentials, and can't be told from them by name`,
        remedy: "Give it a path of its own.",
      }));
  });
}

function credentialsOf(spec: McpServerSpec): string {
  if (spec.passthrough) return "the client's";
  return isKeyed(spec) ? "the gateway's" : "none";
}
