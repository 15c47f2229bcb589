import {
  FILE,
  match,
  route,
  testCases,
  inRoute,
  documents,
  oneServed,
  type Right,
  type Wrong,
} from "../../../dev/support/checks";

const wrong: Wrong[] = [
  [
    "a file with a path that the configuration has",
    {},
    route({ rule: { matches: [match("/openai/")] } }),
    [`${inRoute}, spec.rules[0].matches[0] | has the same path /openai as llmProviders.openai | ${oneServed}`],
  ],
  [
    "one path on several listeners, said once",
    { gateway: { listeners: { http: { port: 80 }, other: { port: 81 } } } },
    route({ parent: { sectionName: "other" }, rule: { matches: [match("/mcp")] } }),
    [`${inRoute}, spec.rules[0].matches[0] | has the same path /mcp as mcpServers | ${oneServed}`],
  ],
  [
    "two routes with the same conditions in another order",
    {},
    documents(
      route({
        hostnames: ["a.example.com"],
        rule: {
          matches: [
            match("/x", {
              method: "GET",
              headers: [
                { type: "Exact", name: "B", value: "2" },
                { type: "Exact", name: "A", value: "1" },
              ],
            }),
          ],
        },
      }),
      route({
        name: "other",
        hostnames: ["a.example.com", "b.example.com"],
        rule: {
          matches: [
            match("/x", {
              method: "GET",
              headers: [
                { type: "Exact", name: "a", value: "1" },
                { type: "Exact", name: "b", value: "2" },
              ],
            }),
          ],
        },
      }),
    ),
    [
      `${FILE}, HTTPRoute other, spec.rules[0].matches[0] | has the same path /x (method GET, header a Exact 1, header b Exact 2) of a.example.com as ${inRoute}, spec.rules[0].matches[0] | ${oneServed}`,
    ],
  ],
  [
    "one path twice in a route",
    {},
    route({ rule: { matches: [match("/x"), match("/x")] } }),
    [`${inRoute}, spec.rules[0].matches[1] | has the same path /x as spec.rules[0].matches[0] | ${oneServed}`],
  ],
];

const right: Right[] = [
  ["another path", {}, route()],
  ["one path for two hosts", {}, documents(route({ hostnames: ["a.example.com"] }), route({ name: "other" }))],
  ["one path for two methods", {}, route({ rule: { matches: [match("/x", { method: "GET" }), match("/x")] } })],
  [
    "one path on two listeners",
    { gateway: { listeners: { http: { port: 80 }, other: { port: 81 } } } },
    documents(route({ parent: { sectionName: "http" } }), route({ name: "other", parent: { sectionName: "other" } })),
  ],
  ["a path that another's is a part of", {}, route({ rule: { matches: [match("/mcp-2"), match("/mcp/x")] } })],
];

describe("checks of objects: one route for each path", () => {
  testCases(wrong, right);
});
