import assert from "node:assert/strict";
import { errorsInObjects, rules, type Rule } from "../../checks";
import { schema } from "../../checks/schema";
import type { PlainObject } from "../../core/merge";
import { environment } from "./environment";

/** Path of the tests' hand-written manifest. */
export const FILE = "k8s/base/mine.yaml";

export const inRoute = `${FILE}, HTTPRoute mine`;
export const inBackend = `${FILE}, AgentgatewayBackend mine`;
export const inPolicy = `${FILE}, AgentgatewayPolicy mine`;
/** What is said of two routes with one path. */
export const oneServed = "Two routes with one path: only one would be served. Change one.";
/** A file of several objects. */
export const documents = (...texts: string[]) => texts.join("\n---\n");
/** What a policy is on. */
export const targets = (kind: string, name: string, more: object = {}) => ({
  targetRefs: [
    {
      group: kind.startsWith("Agentgateway")
        ? "agentgateway.dev"
        : kind === "Service"
          ? ""
          : "gateway.networking.k8s.io",
      kind,
      name,
      ...more,
    },
  ],
});

/** Manifests of the tests have what a rule is about, and not all that their kind needs. */
const withoutSchema = rules.filter((rule) => rule !== schema);

/** The errors of an environment and a hand-written file, each as `path | problem | remedy`. Default: by all rules but the schema's. */
export function errorsOf(over: PlainObject, handWritten?: string, selected: readonly Rule[] = withoutSchema): string[] {
  const files = handWritten === undefined ? [] : [{ path: FILE, text: handWritten }];
  const errors = errorsInObjects(environment(over), files, selected);
  return errors.map(({ path, problem, remedy }) => [path, problem, remedy].filter(Boolean).join(" | "));
}

/** A route as a careful person writes it, with what a test is about in its place. */
export function route({ name = "mine", parent = {}, rule = {}, hostnames }: RouteParts = {}): string {
  return JSON.stringify({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name },
    spec: {
      parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "agentgateway-proxy", ...parent }],
      hostnames,
      rules: [{ matches: [match("/mine")], backendRefs: [service("tools")], ...rule }],
    },
  });
}

interface RouteParts {
  name?: string;
  parent?: object;
  rule?: object;
  hostnames?: string[];
}

export const match = (value: string, more: object = {}) => ({ path: { type: "PathPrefix", value }, ...more });

export const service = (name: string, port = 80) => ({ group: "", kind: "Service", name, port, weight: 1 });

export const backendRef = (name: string) => ({
  group: "agentgateway.dev",
  kind: "AgentgatewayBackend",
  name,
  weight: 1,
});

/** An AgentgatewayBackend. */
export function backend(spec: object, name = "mine"): string {
  return manifest("agentgateway.dev/v1alpha1", "AgentgatewayBackend", { spec }, name);
}

/** An AgentgatewayPolicy. */
export function policy(spec: object, name = "mine"): string {
  return manifest("agentgateway.dev/v1alpha1", "AgentgatewayPolicy", { spec }, name);
}

/** Any object, as YAML: which JSON is. */
export function manifest(apiVersion: string, kind: string, rest: object = {}, name = "mine"): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name }, ...rest });
}

/** The spec of an MCP backend with these targets. */
export const mcp = (...targets: object[]) => ({ mcp: { targets } });

/** A backend with one MCP target on a host. */
export const mcpHost = (host: string, more: object = {}) =>
  backend(mcp({ name: "a", static: { host, port: 80, ...more } }));

/** What the cases of the checks are laid over: nothing is wrong with it. */
export const sound: PlainObject = {
  llmProviders: { openai: { provider: "openai" } },
  mcpServers: { tools: { image: "i" } },
};

/** What is wrong: the environment, a hand-written file, and the errors in full. */
export type Wrong = [title: string, over: PlainObject, handWritten: string | undefined, errors: string[]];
/** What looks like one of those and is right. */
export type Right = [title: string, over: PlainObject, handWritten: string];

/** Declares a test for each case. */
export function testCases(wrong: readonly Wrong[], right: readonly Right[]): void {
  for (const [title, over, text, expected] of wrong) {
    it(`refuse ${title}`, () => assert.deepEqual(errorsOf(merged(over), text), expected));
  }
  for (const [title, over, text] of right) {
    it(`accept ${title}`, () => assert.deepEqual(errorsOf(merged(over), text), []));
  }
}

function merged(over: PlainObject): PlainObject {
  const result: PlainObject = { ...sound };
  for (const [key, value] of Object.entries(over)) {
    result[key] = key in sound ? mergeEntries(sound[key] as PlainObject, value as PlainObject) : value;
  }
  return result;
}

function mergeEntries(under: PlainObject, over: PlainObject): PlainObject {
  return Object.fromEntries(
    [...new Set([...Object.keys(under), ...Object.keys(over)])].map((name) => [
      name,
      { ...(under[name] as object), ...(over[name] as object) },
    ]),
  );
}
