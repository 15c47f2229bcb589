import assert from "node:assert/strict";
import { policy } from "../../../../components/policy/build";
import { policySpec } from "../../../../components/policy/spec";

/** The CORS policy as it is rendered. */
function corsOf(cors: object): unknown {
  const spec = policySpec.parse({ on: "gateway", cors });
  const [created] = policy("p", spec, "gw", { provider: {}, mcpPath: {}, agent: {} });
  return (created?.spec as { traffic: { cors: unknown } }).traffic.cors;
}

const allowMethods = ["GET", "POST", "DELETE", "OPTIONS"];
const allowHeaders = [
  "accept",
  "authorization",
  "content-type",
  "last-event-id",
  "mcp-method",
  "mcp-name",
  "mcp-protocol-version",
  "mcp-session-id",
];
const exposeHeaders = ["mcp-session-id", "www-authenticate"];

describe("the CORS preset for MCP", () => {
  it("allows what MCP clients in browsers send and read, from the origins that are named", () => {
    assert.deepEqual(corsOf({ preset: "mcp", allowOrigins: ["https://app.example.com"] }), {
      allowOrigins: ["https://app.example.com"],
      allowMethods,
      allowHeaders,
      exposeHeaders,
      maxAge: 5,
    });
  });

  it("allows nothing from any origin by itself", () => {
    assert.deepEqual(corsOf({ preset: "mcp" }), { allowMethods, allowHeaders, exposeHeaders, maxAge: 5 });
  });

  it("adds to what is named, each once, however it is written", () => {
    const named = {
      preset: "mcp",
      allowMethods: ["PATCH", "GET"],
      allowHeaders: ["x-team", "Authorization", "Mcp-Session-Id"],
      exposeHeaders: ["X-Request-Id", "MCP-Session-Id"],
      allowCredentials: true,
      maxAge: 600,
    };
    assert.deepEqual(corsOf(named), {
      allowMethods: [...allowMethods, "PATCH"],
      allowHeaders: [...allowHeaders, "x-team"],
      exposeHeaders: [...exposeHeaders, "X-Request-Id"],
      allowCredentials: true,
      maxAge: 600,
    });
  });

  it("leaves a wildcard alone", () => {
    assert.deepEqual(corsOf({ preset: "mcp", allowMethods: ["*"], allowHeaders: ["*"] }), {
      allowMethods: ["*"],
      allowHeaders: ["*"],
      exposeHeaders,
      maxAge: 5,
    });
  });

  it("leaves room for its own within what the API takes", () => {
    const headers = Array.from({ length: 57 }, (_, index) => `x-${index}`);
    assert.throws(() => corsOf({ preset: "mcp", allowHeaders: headers }), /at most 56 items beside preset: mcp/);
    assert.throws(
      () => corsOf({ preset: "mcp", exposeHeaders: [...headers, "a", "b", "c", "d", "e", "f"] }),
      /at most 62 items beside preset: mcp/,
    );
    assert.doesNotThrow(() => corsOf({ allowHeaders: headers }));
  });

  it("does nothing where it is not said", () => {
    assert.deepEqual(corsOf({ allowMethods: ["GET"] }), { allowMethods: ["GET"], maxAge: 5 });
  });
});
