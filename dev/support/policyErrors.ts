import assert from "node:assert/strict";
import { UserError } from "../../core/errors";
import type { PlainObject } from "../../core/merge";
import { environment } from "./environment";

/** One entry of each kind, for policies to be set on. */
export const catalogue = {
  llmProviders: { openai: { provider: "openai" } },
  mcpServers: { tools: { image: "i" } },
  agents: { planner: { image: "i" } },
};

/** What is said of policies on that catalogue. */
export function policyErrors(policies: PlainObject, rest: PlainObject = {}): string[] {
  try {
    environment({ ...catalogue, policies, ...rest });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem, remedy }) => [path, problem, remedy].filter(Boolean).join(" | "));
  }
  return [];
}
