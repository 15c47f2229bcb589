import assert from "node:assert/strict";
import { UserError } from "../../../../core/errors";
import type { PlainObject } from "../../../../core/merge";
import { environment } from "../../../../dev/support/environment";

const jwks = { inline: '{"keys":[]}' };
const catalogue = {
  gateway: { listeners: { http: { port: 80 }, inner: { port: 8080 } } },
  llmProviders: { openai: { provider: "openai" }, anthropic: { provider: "anthropic" } },
  mcpServers: { tools: { image: "i" } },
};
const withOauth = { mcpRoutes: { "/mcp": { oauth: { issuer: "https://i", audiences: ["a"], jwks } } } };

/** What is said of some policies. */
function reported(policies: PlainObject, rest: PlainObject = {}): string[] {
  try {
    environment({ ...catalogue, ...rest, policies });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem, remedy }) => [path, problem, remedy].join(" | "));
  }
  return [];
}

type Settings = { mode?: string; location?: object };

/** Each way to authenticate, at its default place if not said otherwise. */
const ways: Record<string, (settings?: Settings) => PlainObject> = {
  jwt: (settings) => ({ jwt: { ...settings, providers: { one: { issuer: "https://i", jwks } } } }),
  apiKeys: (settings) => ({ apiKeys: { ...settings } }),
  basicAuth: (settings) => ({ basicAuth: { ...settings } }),
};

const header = (name: string) => ({ header: { name } });
const cookie = { cookie: { name: "session" } };

describe("two ways to authenticate on one path", () => {
  const conflict = (one: PlainObject, other: PlainObject, rest?: PlainObject) =>
    reported({ p: { on: "gateway", ...one, ...other } }, rest).length > 0;
  const MODES = ["Strict", "Optional", "Permissive"];

  // Whether they exclude each other, by the mode of the first (down) and of the second (across).
  const tables: Record<string, [one: string, other: string, excluded: string[]]> = {
    "tokens and API keys, which are wrong tokens": ["jwt", "apiKeys", ["yes yes yes", "yes yes yes", "yes no no"]],
    "tokens and passwords, which pass each other by": ["jwt", "basicAuth", ["yes yes", "yes no", "yes no"]],
    "API keys and passwords, which pass each other by": ["apiKeys", "basicAuth", ["yes yes", "yes no", "yes no"]],
  };
  for (const [title, [one, other, excluded]] of Object.entries(tables)) {
    it(`are refused where one excludes the other: ${title}`, () => {
      const found = excluded.map((row, index) =>
        row
          .split(" ")
          .map((_, column) =>
            conflict(ways[one]!({ mode: MODES[index] }), ways[other]!({ mode: MODES[column] })) ? "yes" : "no",
          )
          .join(" "),
      );
      assert.deepEqual(found, excluded);
    });
  }

  it("are refused beside the OAuth of an MCP path, which is strict", () => {
    const found = (kind: string) => MODES.slice(0, kind === "basicAuth" ? 2 : 3).map((mode) => ways[kind]!({ mode }));
    const excluded = (kind: string) => found(kind).map((settings) => conflict(settings, {}, withOauth));
    assert.deepEqual(excluded("apiKeys"), [true, true, true]);
    assert.deepEqual(excluded("basicAuth"), [true, true]);
    // It takes the place of other checks of tokens.
    assert.deepEqual(excluded("jwt"), [false, false, false]);
  });

  it("are refused only where they read the same place", () => {
    const places: [one: object | undefined, other: object | undefined, excluded: boolean][] = [
      [undefined, undefined, true],
      [undefined, header("Authorization"), true],
      [header("AUTHORIZATION"), undefined, true],
      [undefined, header("x-api-key"), false],
      [header("x-token"), header("x-api-key"), false],
      [header("X-Key"), header("x-key"), true],
      [undefined, cookie, false],
      [cookie, cookie, true],
      [{ queryParameter: { name: "key" } }, { queryParameter: { name: "key" } }, true],
      [{ queryParameter: { name: "key" } }, { queryParameter: { name: "other" } }, false],
      [undefined, { queryParameter: { name: "key" } }, false],
      [undefined, { expression: 'request.headers["x-key"]' }, false],
    ];
    for (const [one, other, excluded] of places) {
      const locations = [one, other].map((location) => (location ? { location } : {}));
      for (const [a, b] of [
        ["jwt", "apiKeys"],
        ["apiKeys", "jwt"],
        ["basicAuth", "apiKeys"],
        ["jwt", "basicAuth"],
      ] as const) {
        assert.equal(
          conflict(ways[a]!(locations[0]), ways[b]!(locations[1])),
          excluded,
          JSON.stringify([a, one, b, other]),
        );
      }
    }
  });

  it("are told with both places, a route, and what to do", () => {
    const sameHeader = (other: string, route: string) =>
      `reads the header authorization as ${other} does on the route ${route}, so that clients of one of them always get 401`;
    const moveKeys =
      'Have clients send their key elsewhere: location: { header: { name: "x-api-key" } }; or set them on different routes.';
    const keys = { on: "gateway", ...ways.apiKeys!() };
    // It is the keys that move, wherever they stand.
    assert.deepEqual(reported({ keys, tokens: { on: { provider: "openai" }, ...ways.jwt!() } }), [
      `policies.keys.apiKeys | ${sameHeader("policies.tokens.jwt", "openai")} | ${moveKeys}`,
    ]);
    assert.deepEqual(reported({ keys }, withOauth), [
      `policies.keys.apiKeys | ${sameHeader("mcpRoutes./mcp.oauth", "mcp")} | ${moveKeys}`,
    ]);
    // Once for two policies, however many routes they meet on.
    assert.deepEqual(reported({ keys, users: { on: "gateway", ...ways.basicAuth!() } }), [
      `policies.keys.apiKeys | ${sameHeader("policies.users.basicAuth", "anthropic")} | ${moveKeys}`,
    ]);
    assert.deepEqual(reported({ p: { on: "gateway", ...ways.jwt!(), ...ways.basicAuth!() } }), [
      `policies.p.basicAuth | ${sameHeader("policies.p.jwt", "anthropic")} | Give one of them another location; or set them on different routes.`,
    ]);
  });

  describe("meet", () => {
    const keys = (on: unknown, more: object = {}) => ({ on, ...ways.apiKeys!(), ...more });
    const tokens = (on: unknown, more: object = {}) => ({ on, ...ways.jwt!(), ...more });
    const elsewhere = ways.apiKeys!({ location: header("x-api-key") });
    const meet = (policies: PlainObject) => reported(policies).length > 0;

    it("not on different routes", () => {
      assert.ok(!meet({ a: keys({ provider: "openai" }), b: tokens({ provider: "anthropic" }) }));
      assert.ok(meet({ a: keys({ provider: "openai" }), b: tokens({ route: "openai" }) }));
    });

    it("not where a nearer policy of the one kind has another place", () => {
      const wide = { a: keys("gateway"), b: tokens({ provider: "openai" }) };
      assert.ok(meet(wide));
      // A listener is nearer than the gateway, a route nearer than both.
      const atListener = (name: string) => ({ on: { listener: name }, ...elsewhere });
      assert.ok(meet({ ...wide, c: atListener("http") }), "on the other listener");
      assert.ok(!meet({ ...wide, c: atListener("http"), d: atListener("inner") }));
      assert.ok(!meet({ ...wide, c: { on: { provider: "openai" }, ...elsewhere } }));
      assert.ok(meet({ ...wide, c: { on: { provider: "anthropic" }, ...elsewhere } }));
      const near = { a: keys({ provider: "openai" }), b: tokens("gateway") };
      assert.ok(meet({ ...near, c: { on: { listener: "http" }, ...elsewhere } }));
    });

    it("always with what acts before routing, which no nearer policy replaces", () => {
      const early = { phase: "PreRouting" };
      const nearer = { on: { provider: "openai" }, ...elsewhere };
      assert.ok(meet({ a: keys("gateway", early), b: tokens({ provider: "openai" }), c: nearer }));
      assert.ok(meet({ a: keys({ listener: "http" }, early), b: tokens("gateway", early) }));
      assert.ok(!meet({ a: { on: "gateway", ...early, ...elsewhere }, b: tokens({ provider: "openai" }) }));
    });

    it("not on different listeners", () => {
      assert.ok(!meet({ a: tokens({ listener: "http" }), b: keys({ listener: "inner" }) }));
      assert.ok(meet({ a: tokens({ listener: "http" }), b: keys({ listener: "http" }) }));
    });

    it("twice in one kind, where the first takes out what the second insists on", () => {
      const early = tokens("gateway", { phase: "PreRouting" });
      assert.ok(meet({ a: early, b: tokens({ provider: "openai" }) }));
      assert.ok(!meet({ a: early, b: { on: { provider: "openai" }, ...ways.jwt!({ mode: "Optional" }) } }));
    });

    it("in the order in which the proxy goes through them: a token is a wrong key too", () => {
      const early = { on: "gateway", phase: "PreRouting", ...ways.apiKeys!({ mode: "Optional" }) };
      const late = { on: { provider: "openai" }, ...ways.jwt!({ mode: "Permissive" }) };
      assert.ok(meet({ a: early, b: late }));
      assert.ok(!meet({ a: { ...early, ...ways.apiKeys!({ mode: "Permissive" }) }, b: late }));
    });

    it("not where what stands before the credentials tells them apart", () => {
      const prefixed = (prefix: string) => ({ location: { header: { name: "authorization", prefix } } });
      const optional = { mode: "Optional" };
      const jwt = ways.jwt!(optional);
      assert.ok(!meet({ p: { on: "gateway", ...jwt, ...ways.apiKeys!({ ...optional, ...prefixed("Key ") }) } }));
      assert.ok(meet({ p: { on: "gateway", ...jwt, ...ways.apiKeys!({ ...optional, ...prefixed("bearer ") }) } }));
      const bare = { ...optional, location: header("x-key") };
      assert.ok(meet({ p: { on: "gateway", ...ways.basicAuth!(bare), ...ways.apiKeys!(bare) } }));
    });
  });
});
