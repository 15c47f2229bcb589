import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlainObject } from "../../../core/merge";
import { PROJECT } from "../../../config/stackfile";

/** An environment on a hub that many share. */
export interface Tenant {
  name: string;
  /** What of the catalogue differs in it. */
  overrides: PlainObject;
}

/**
 * Environments of one hub that each differ a little: another model, and an agent that every other one leaves out.
 *
 * @param common what they all say as well
 */
export function tenants(count: number, common: PlainObject = {}): Tenant[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `tenant-${index + 1}`;
    return {
      name,
      overrides: {
        ...common,
        namespace: `agentgateway-${name}`,
        cluster: { name },
        argocd: { mode: "existing" },
        gateway: { insecure: ["unauthenticated", "plainHttp"], ...(common.gateway as PlainObject | undefined) },
        llmProviders: { openai: { model: `gpt-5.4-${index + 1}` } },
        agents: { "a2a-agent": { enabled: index % 2 === 0 } },
      },
    };
  });
}

/** As many environments of a few lines each: regions that extend one of them, and clusters that extend a region. */
export function clusters(count: number): Tenant[] {
  const [first, ...others] = tenants(count, { gateway: { replicas: 3 } });
  const regions = Math.ceil(others.length / 10);
  const base = (index: number) => (index < regions ? first! : others[index % regions]!).name;
  const few = others.map(({ name }, index) => ({ name, overrides: { extends: base(index), cluster: { name } } }));
  return [first!, ...few];
}

/** Writes the stack file of each into a checkout. */
export function writeStackFiles(directory: string, those: readonly Tenant[]): void {
  mkdirSync(directory, { recursive: true });
  for (const { name, overrides } of those) {
    const config = Object.fromEntries(Object.entries(overrides).map(([key, value]) => [`${PROJECT}:${key}`, value]));
    writeFileSync(join(directory, `Pulumi.${name}.yaml`), `${JSON.stringify({ config }, undefined, 2)}\n`);
  }
}
