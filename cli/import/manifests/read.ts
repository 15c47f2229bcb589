import { environmentFiles } from "../../../components/environment";
import { mergeLayers, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";
import type { Found, Left } from "../found";
import { servicesElsewhere } from "../services";
import { soundPart } from "../sound";
import { agents } from "./agents";
import { gatewayOf } from "./gateway";
import { llmProviders } from "./llm";
import { mcpServers } from "./mcp";
import { addedRoutes, missingFields } from "./missing";
import { Objects } from "./objects";
import { policies } from "./policies";
import { renamed } from "./renamed";
import { nameHere, servedRoute, unexpressed, unexpressedField, unnamedHolders, unreadSecrets } from "./unexpressed";

/**
 * Objects as entries. Each reader takes what it knows; what the builders then make is held against the input, so that nothing
 * counts as expressed but what is really made again.
 */
export function readManifests(given: readonly KubernetesObject[]): Found {
  const objects = new Objects(given);
  const gateway = gatewayOf(objects);
  const [llm, mcp, a2a] = [llmProviders(objects), mcpServers(objects), agents(objects)];
  const sections = [llm, mcp, a2a];
  const routes = Object.assign({}, ...sections.map((each) => each.routes)) as typeof llm.routes;
  const entries = filled({
    gateway: gateway?.gateway,
    llmProviders: llm.entries,
    mcpServers: mcp.entries,
    mcpRoutes: mcp.mcpRoutes,
    agents: a2a.entries,
  });
  const made = new Set(namesMade({ ...entries, ...servicesElsewhere(entries) }));
  const own = policies(objects, { gateway: gatewayName(gateway?.gateway), routes, made });
  const whole = filled({ ...entries, policies: own.entries });
  const { entries: sound, environment, left } = soundPart({ ...whole, ...servicesElsewhere(whole) });
  const names = Object.assign({}, ...sections.map((each) => each.renamed)) as typeof llm.renamed;
  const built = environmentFiles(environment).flatMap((file) => file.objects);
  return {
    entries: sound,
    left: [
      ...left,
      ...own.left,
      ...unread(objects, built, names).filter(({ what }) => !isTold(what, own.left)),
      ...unreadSecrets(objects),
      ...unnamedHolders(sound),
    ],
    sources: Object.assign({}, gateway?.sources, ...[...sections, own].map((each) => each.sources)) as Found["sources"],
  };
}

/** Whether it is said already why an object is left. */
function isTold(label: string, left: readonly Left[]): boolean {
  return left.some(({ what }) => what.startsWith(`${label}, `));
}

function gatewayName(gateway: PlainObject | undefined): string {
  return typeof gateway?.name === "string" ? gateway.name : "agentgateway-proxy";
}

/** The policies that entries make. */
function namesMade(entries: PlainObject): string[] {
  const { environment } = soundPart(mergeLayers(entries));
  return environmentFiles(environment)
    .flatMap(({ objects }) => objects)
    .flatMap(({ kind, metadata }) => (kind === "AgentgatewayPolicy" ? [metadata.name] : []));
}

/** What of the input is not made again: whole objects, and fields. */
function unread(objects: Objects, built: readonly KubernetesObject[], names: Record<string, string>): Left[] {
  const byKey = new Map(built.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
  return objects.all.flatMap((object) => {
    const { kind } = object;
    const here = renamed(object, names);
    const made = objects.isOurs(object) ? byKey.get(`${kind}/${here.metadata.name}`) : undefined;
    if (made === undefined) return [unexpressed(object)];
    return [
      ...nameHere(object, here),
      ...missingFields(here, made).map((field) => unexpressedField(object, here, field)),
      ...addedRoutes(here, made).map((field) => servedRoute(object, here, field)),
    ];
  });
}

function filled(sections: Record<string, PlainObject | undefined>): PlainObject {
  return Object.fromEntries(
    Object.entries(sections).filter(([, value]) => value !== undefined && Object.keys(value).length > 0),
  );
}
