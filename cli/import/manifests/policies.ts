import { fieldsOf, itemsIn, textIn, valueIn } from "../../../checks/fields";
import { CLIENT_CREDENTIALS } from "../../../components/clientCredentials";
import { traffic } from "../../../components/policy/fields";
import { fieldOf, POLICY_FIELDS, policySpec, type PolicyField } from "../../../components/policy/spec";
import type { PlainObject } from "../../../core/merge";
import { compact, type KubernetesObject } from "../../../kube/object";
import type { Left } from "../found";
import { MEMBERS } from "./members";
import { missingFields } from "./missing";
import { inInput, unmarked } from "./normal";
import { fieldsIn, said, type Objects } from "./objects";
import type { Section } from "./section";

const CREDENTIALS: readonly string[] = CLIENT_CREDENTIALS;

interface Known {
  /** Name of the gateway. */
  gateway: string;
  /** What a policy on a route is on, by the route's name in the input. */
  routes: Section["routes"];
  /** Policies that other entries make. */
  made: ReadonlySet<string>;
}

/** The policies on the gateway, its listeners and routes: with fields of their own where there are some, else in the API's words. */
export function policies(objects: Objects, known: Known): Section & { left: Left[] } {
  const section = { entries: {}, routes: {}, renamed: {}, sources: {}, left: [] } as ReturnType<typeof policies>;
  for (const policy of objects.ofKind("AgentgatewayPolicy")) {
    const { name } = policy.metadata;
    const on = targetOf(policy, known);
    if (on === undefined || known.made.has(name)) continue;
    const header = credentialHeader(policy.spec);
    if (header === undefined) section.entries[name] = { on, ...contentOf(name, policy, objects) };
    else
      section.left.push({
        what: `AgentgatewayPolicy ${name}, ${header}`,
        reason: "sets a header that carries credentials, and Git is no place for those",
        wayOn: "Give the key to the provider, server or agent that it is for: apiKey of its entry.",
      });
  }
  // Of a policy that checks tokens, the rule about their claims is made.
  for (const [name, entry] of Object.entries(section.entries))
    if (fieldsIn({ entry }, "entry").jwt !== undefined) delete section.entries[`${name}-claims`];
  section.sources = sourcesOf(section, objects);
  return section;
}

/** What a policy is on; nothing where it is on several objects, or on one that no entry makes. */
function targetOf(policy: KubernetesObject, { gateway, routes }: Known): unknown {
  const [target, ...others] = itemsIn(policy, "spec", "targetRefs");
  if (target === undefined || others.length > 0) return undefined;
  const { kind, name, sectionName } = target;
  if (kind === "Gateway" && name === gateway) return sectionName === undefined ? "gateway" : { listener: sectionName };
  return kind === "HTTPRoute" && sectionName === undefined ? routes[String(name)] : undefined;
}

function contentOf(name: string, policy: KubernetesObject, objects: Objects): PlainObject {
  const { traffic: given, targetRefs: _, ...sections } = fieldsIn(policy, "spec");
  const { phase, ...fields } = fieldsIn({ given }, "given");
  const members: PlainObject = {};
  const words: PlainObject = {};
  for (const [field, value] of Object.entries(fields)) {
    const member = POLICY_FIELDS.find((each) => fieldOf(each) === field);
    const read = member && memberOf(member, name, fieldsIn({ value }, "value"), objects);
    if (member !== undefined && read !== undefined) members[member] = read;
    else words[field] = unmarked(value);
  }
  return {
    ...said({ phase }),
    ...members,
    ...(Object.keys(words).length > 0 && { traffic: words }),
    ...Object.fromEntries(Object.entries(sections).map(([key, value]) => [key, unmarked(value)])),
  };
}

/** A member, if it makes all that the policy has. */
function memberOf(member: PolicyField, name: string, value: PlainObject, objects: Objects): PlainObject | undefined {
  const read = MEMBERS[member](value, { policy: name, objects });
  const parsed = policySpec.safeParse({ on: "gateway", [member]: read });
  if (!parsed.success) return undefined;
  const built = (compact(traffic(name, parsed.data)) as PlainObject)[fieldOf(member)];
  return missingFields(value, built).length === 0 ? read : undefined;
}

/** The path at which a policy sets a header that carries credentials. */
function credentialHeader(spec: unknown): string | undefined {
  for (const { path, key, value } of fieldsOf(spec, "spec"))
    if (["set", "add"].includes(key) && Array.isArray(value))
      for (const [index, item] of value.entries())
        if (CREDENTIALS.includes(String(valueIn(item, "name")).toLowerCase())) return `${path}[${index}]`;
  return undefined;
}

/** Where the input has the Secrets of policies. */
function sourcesOf({ entries }: Section, objects: Objects): Record<string, string> {
  const names = Object.keys(entries).flatMap((name) => {
    const given = fieldsIn(objects.policy(name), "spec", "traffic");
    const secrets = ["apiKeyAuthentication", "basicAuthentication"].flatMap(
      (field) => textIn(given, field, "secretRef", "name") ?? [],
    );
    const source = secrets.map(inInput).find((each) => each !== undefined);
    return source === undefined ? [] : [[`policies.${name}`, source] as const];
  });
  return Object.fromEntries(names);
}
