import type { Fault } from "../../config/errors";
import { nearest } from "../../config/faults";
import type { Environment } from "../../config/schema";
import { observability, observabilityName } from "../gateway/observability";
import { sortedEntries } from "../kubernetes";
import { attachment, routesOf, type Routes } from "./routes";
import { POLICY_MEMBERS, type PolicySpec } from "./spec";
import type { PolicyTarget } from "./target";

/** What is wrong with the policies of an environment as seen from the rest of it. */
export function policyFaults(environment: Environment): Fault[] {
  const routes = routesOf(environment);
  const policies = sortedEntries(environment.policies);
  return [
    ...policies.flatMap(([name, { on }]) => unknownTarget(name, on, environment, routes)),
    ...rivals(policies, routes),
    ...takenName(environment),
  ];
}

function unknownTarget(name: string, on: PolicyTarget, { gateway }: Environment, routes: Routes): Fault[] {
  if (on === "gateway") return [];
  const known: Record<string, string[]> = {
    listener: Object.keys(gateway.listeners),
    route: Object.values(routes).flatMap((each: Record<string, string>) => Object.values(each)),
    provider: Object.keys(routes.provider),
    mcpPath: Object.keys(routes.mcpPath),
    agent: Object.keys(routes.agent),
  };
  return Object.entries(on).flatMap(([kind, wanted]) => {
    const names = known[kind] ?? [];
    if (wanted === undefined || names.includes(wanted)) return [];
    const near = nearest(wanted, names);
    return [
      {
        path: `policies.${name}.on.${kind}`,
        problem: `"${wanted}" is not there`,
        remedy: near ? `Did you mean "${near}"?` : `There are: ${names.sort().join(", ") || "none"}.`,
      },
    ];
  });
}

/** Of two policies that set the same on one target, the proxy heeds one and drops the other. Only authorization adds up. */
function rivals(policies: readonly [string, PolicySpec][], routes: Routes): Fault[] {
  const first = new Map<string, string>();
  return policies.flatMap(([name, spec]) => {
    const target = JSON.stringify([attachment(spec.on, routes), spec.phase ?? "PostRouting"]);
    return POLICY_MEMBERS.flatMap((member) => {
      if (spec[member] === undefined || member === "authorization") return [];
      const claim = `${member} ${target}`;
      const other = first.get(claim);
      if (other === undefined) first.set(claim, name);
      return other === undefined
        ? []
        : [
            {
              path: `policies.${name}.${member}`,
              problem: `is set for the same requests by policies.${other}`,
              remedy: "Only one would be heeded. Remove one.",
            },
          ];
    });
  });
}

/** The policy that the gateway's observability makes has a name too. */
function takenName({ gateway, policies }: Environment): Fault[] {
  const name = observabilityName(gateway.name);
  if (!(name in policies) || observability(gateway).length === 0) return [];
  return [
    { path: `policies.${name}`, problem: "makes the same object as gateway.observability", remedy: "Rename it." },
  ];
}
