import { agentPath } from "../a2a/build";
import type { ValidationError } from "../../core/errors";
import { show } from "../../core/show";
import type { Contents } from "../environment";
import { sortedEntries } from "../../kube/object";
import { providerPath } from "../llm/build";
import { attachment, routesOf } from "./routes";

/**
 * Paths that a policy sets and that don't begin with the prefix of the route. The route replaces that prefix afterwards, and
 * without it the proxy answers every request with 500. Only fixed paths can be checked here.
 */
export function lostPrefixes(environment: Contents): ValidationError[] {
  const prefixes = replacedPrefixes(environment);
  const routes = routesOf(environment);
  return sortedEntries(environment.policies).flatMap(([name, { on, phase, transformation }]) => {
    const path = fixedText(transformation?.request?.set?.[":path"]);
    const at = attachment(on, routes);
    if (path === undefined || at === undefined || phase === "PreRouting") return [];
    const lost = prefixes.find(
      ({ route, prefix }) => (at.kind === "Gateway" || at.name === route) && !isBelow(path, prefix),
    );
    if (lost === undefined) return [];
    return [
      {
        path: `policies.${name}.transformation.request.set.:path`,
        problem: `${show(path)} is outside of ${lost.prefix}, the prefix that the route ${lost.route} replaces, so that each request gets 500`,
        remedy: `Begin it with ${lost.prefix}, or set it for other routes.`,
      },
    ];
  });
}

/** The routes that replace their prefix: all but those to MCP servers. */
function replacedPrefixes(environment: Contents): { route: string; prefix: string }[] {
  const { provider, agent } = routesOf(environment);
  return [
    ...sortedEntries(environment.llmProviders).map(([name, spec]) => ({
      route: provider[name] as string,
      prefix: providerPath(name, spec),
    })),
    ...sortedEntries(environment.agents).map(([name, spec]) => ({
      route: agent[name] as string,
      prefix: agentPath(name, spec),
    })),
  ];
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`);
}

/** The text that an expression is; nothing where it depends on the request. */
function fixedText(expression: string | undefined): string | undefined {
  return /^\s*(["'])([^"'\\]*)\1\s*$/.exec(expression ?? "")?.[2];
}
