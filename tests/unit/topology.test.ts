import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { environmentFiles } from "../../components/environment";
import { describeCheckout } from "../../config/rendered";
import type { PlainObject } from "../../core/merge";
import { platform } from "../../platform";
import { environmentGraph } from "../../cli/topology/environment";
import { isInside, type Graph } from "../../cli/topology/graph";
import { layOut, type Box } from "../../cli/topology/layout";
import { mermaid } from "../../cli/topology/mermaid";
import { assertPagesAreCurrent, pages, writePages } from "../../cli/topology/pages";
import { readme } from "../../cli/topology/readme";
import { statesOf } from "../../cli/topology/states";
import { svg } from "../../cli/topology/svg";
import { anyCatalogue } from "../../dev/support/catalogue";
import { environment } from "../../dev/support/environment";
import { everything } from "../../dev/support/everything";
import { gatewayEverything } from "../../dev/support/gatewayEverything";
import { EVERY_LLM_FORM } from "../../dev/support/llmCatalogue";
import { policyEverything } from "../../dev/support/policyEverything";

async function graphOf(over: PlainObject): Promise<Graph> {
  const described = environment(over);
  return environmentGraph(
    described,
    (await environmentFiles(described)).flatMap(({ objects }) => objects),
  );
}

/** Edges as `name of the one > name of the other`, with the label. */
function ways({ nodes, edges }: Graph): string[] {
  const names = new Map(nodes.map(({ id, kind, lines }) => [id, `${kind} ${lines[0]}`]));
  return edges.map(({ from, to, label }) => `${names.get(from)} > ${names.get(to)}${label ? ` (${label})` : ""}`);
}

const small: PlainObject = {
  llmProviders: {
    openai: { provider: "openai", model: "gpt-5.4-mini" },
    own: { provider: "custom", service: { name: "vllm", port: 8000 }, formats: ["Completions"] },
    support: { failover: [{ use: "openai" }, { use: "own" }] },
  },
  agents: { planner: { image: "example.com/team/planner:1.0", port: 9090, replicas: 2 } },
  policies: { limits: { on: { provider: "openai" }, rateLimit: { local: { requests: 5, unit: "Seconds" } } } },
};

describe("the picture of an environment", () => {
  it("shows the ways of requests, from clients to what answers", async () => {
    const drawn = ways(await graphOf({ agents: small.agents }));
    assert.deepEqual(drawn, [
      "delivery Git > delivery Argo CD",
      "delivery Argo CD > gateway agentgateway-proxy (syncs)",
      "clients Clients > listener http",
      "listener http > gateway agentgateway-proxy",
      "gateway agentgateway-proxy > route planner",
      "route planner > service planner",
      "service planner > workload planner",
      "policy planner-card > route planner",
    ]);
  });

  it("shows the parts of everything that an environment can have, each within reach", async () => {
    for (const over of [everything, policyEverything, { llmProviders: EVERY_LLM_FORM, gateway: gatewayEverything }]) {
      const graph = await graphOf(over);
      const connected = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
      assert.deepEqual(
        graph.nodes.filter(({ id }) => !connected.has(id)).map(({ id }) => id),
        [],
      );
    }
  });

  it("has unique identifiers that Mermaid takes, and no edge to nowhere, whatever the catalogue", async () => {
    await fc.assert(
      fc.asyncProperty(anyCatalogue, async (catalogue) => {
        const { nodes, edges } = await graphOf(catalogue);
        const ids = nodes.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) assert.match(id, /^[A-Za-z]\w*$/);
        for (const { from, to } of edges) assert.ok(ids.includes(from) && ids.includes(to));
      }),
      { numRuns: 20 },
    );
  });
});

describe("the layout of a picture", () => {
  const edgesOf = ({ x, y, width, height }: Box) => ({
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  });

  it("lets no two boxes meet, keeps all on the page, and outside of the cluster what is not in it", async () => {
    for (const over of [small, everything, policyEverything, { llmProviders: EVERY_LLM_FORM }]) {
      const { nodes, frames, page } = layOut(await graphOf(over));
      const boxes = nodes.map(({ node, box }) => ({ node, ...edgesOf(box) }));
      const cluster = edgesOf(frames[0]!.box);
      const { left, right, top, bottom } = edgesOf(page);
      for (const [index, a] of boxes.entries()) {
        assert.ok(a.left >= left && a.top >= top && a.right <= right && a.bottom <= bottom, a.node.id);
        const within =
          a.left > cluster.left && a.right < cluster.right && a.top > cluster.top && a.bottom < cluster.bottom;
        const beside = a.left > cluster.right || a.right < cluster.left;
        assert.ok(isInside(a.node) ? within : beside, a.node.id);
        for (const b of boxes.slice(index + 1)) {
          const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
          assert.ok(apart, `${a.node.id} and ${b.node.id} meet`);
        }
      }
    }
  });
});

describe("drawings", () => {
  const bad = new Map([["HTTPRoute/planner", { ok: false, detail: `not Accepted: "<script>" & ${"x".repeat(200)}` }]]);

  it("escape what a name or a reason may hold, and shorten it", async () => {
    const graph = await graphOf({ agents: small.agents });
    const drawn = svg(graph, bad);
    assert.ok(drawn.includes("not ok: not Accepted: &#34;&#60;script&#62;&#34; &#38; xxx"), drawn);
    assert.ok(!drawn.includes("x".repeat(80)));
    assert.ok(mermaid(graph, bad).includes("#34;#60;script#62;#34; #38; xxx"));
  });

  it("tell good from bad from unknown", async () => {
    const graph = await graphOf({ agents: small.agents });
    const states = new Map([...bad, ["Gateway/agentgateway-proxy", { ok: true, detail: "Programmed" }]]);
    assert.equal(svg(graph, states).match(/stroke-width="2"/g)?.length, 2);
    assert.match(mermaid(graph, states), /class HTTPRoute_planner bad\n/);
    assert.match(mermaid(graph, states), /class Gateway_agentgateway_proxy ok\n/);
    assert.equal(svg(graph).match(/stroke-width="2"/g), null);
  });

  it("take what clusters tell, whose names have a namespace", async () => {
    const finding = { kind: "HTTPRoute", name: "agentgateway-test/planner", ok: false, detail: "not Accepted" };
    assert.match(
      mermaid(await graphOf({ agents: small.agents }), statesOf([finding])),
      /class HTTPRoute_planner bad\n/,
    );
  });

  it("are the same each time", async () => {
    assert.equal(svg(await graphOf(small)), svg(await graphOf(small)));
  });
});

describe("the README of a stack", () => {
  it("says what is served where, and shows the picture", async () => {
    const described = environment({ ...small, gateway: { listeners: { web: { port: 8080, protocol: "HTTP" } } } });
    const text = readme(described, await graphOf(small));
    assert.ok(text.startsWith("# Agent Gateway: test\n\n- http://ADDRESS:8080\n"), text);
    assert.ok(text.includes("kubectl get service agentgateway-proxy --namespace agentgateway-test"));
    for (const row of [
      "| LLM provider openai | `http://ADDRESS:8080/openai` |",
      "| agent planner | `http://ADDRESS:8080/planner/` |",
      "flowchart LR",
    ]) {
      assert.ok(text.includes(row), text);
    }
  });
});

describe("docs/topology", () => {
  it("is what the configuration says", async () => {
    assertPagesAreCurrent(await pages(describeCheckout(platform, "."), "."), ".");
  });

  it("is written where it differs, and named where it is checked", () => {
    const directory = mkdtempSync(join(tmpdir(), "topology-"));
    try {
      const made = new Map([["docs/topology/a.svg", "<svg/>\n"]]);
      assert.throws(
        () => assertPagesAreCurrent(made, directory),
        /^UserError: The pictures are out of date. Run `npm run topology` and commit:\n.*docs\/topology\/a\.svg: is not what the configuration says/,
      );
      assert.match(writePages(made, directory), /^drawn {2}docs\/topology\/a\.svg\n1 files, 0 as they were\.$/);
      assertPagesAreCurrent(made, directory);
      assert.equal(writePages(made, directory), "1 files, 1 as they were.");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
