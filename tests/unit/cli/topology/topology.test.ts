import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { environmentFiles } from "../../../../components/environment";
import type { PlainObject } from "../../../../core/merge";
import type { KubernetesObject } from "../../../../kube/object";
import { environmentGraph } from "../../../../cli/topology/environment";
import { isInside, type Graph } from "../../../../cli/topology/graph";
import { layOut, type Box } from "../../../../cli/topology/layout";
import { mermaid } from "../../../../cli/topology/mermaid";
import { outdatedPages, pages, writePages } from "../../../../cli/topology/pages";
import { readme } from "../../../../cli/topology/readme";
import { statesOf } from "../../../../cli/topology/states";
import { svg } from "../../../../cli/topology/svg";
import { anyCatalogue } from "../../../../dev/support/catalogue";
import { runs } from "../../../../dev/support/property";
import { environment } from "../../../../dev/support/environment";
import { everything } from "../../../../dev/support/everything";
import { describeFixture } from "../../../../dev/support/fixture";
import { gatewayEverything } from "../../../../dev/support/gatewayEverything";
import { EVERY_LLM_FORM } from "../../../../dev/support/llmCatalogue";
import { policyEverything } from "../../../../dev/support/policyEverything";

function graphOf(over: PlainObject): Graph {
  const desired = environment(over);
  return environmentGraph(
    desired,
    environmentFiles(desired).flatMap(({ objects }) => objects),
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
  it("shows the ways of requests, from clients to what answers", () => {
    const drawn = ways(graphOf({ agents: small.agents }));
    assert.deepEqual(drawn, [
      "delivery Git > delivery Argo CD",
      "delivery Argo CD > gateway agentgateway-proxy (syncs)",
      "clients Clients > listener http",
      "listener http > gateway agentgateway-proxy",
      "gateway agentgateway-proxy > route planner",
      "route planner > service planner",
      "policy planner-card > route planner",
    ]);
  });

  it("shows the parts of everything that an environment can have, each within reach", () => {
    for (const over of [everything, policyEverything, { llmProviders: EVERY_LLM_FORM, gateway: gatewayEverything }]) {
      const graph = graphOf(over);
      const connected = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
      assert.deepEqual(
        graph.nodes.filter(({ id }) => !connected.has(id)).map(({ id }) => id),
        [],
      );
    }
  });

  it("shows a workload in the box of the Service that alone leads to it, with its state, and apart from any other", () => {
    const deployment = (name: string, app: string) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name },
      spec: {
        template: { metadata: { labels: { app } }, spec: { containers: [{ name, image: `example.com/${name}:1` }] } },
      },
    });
    const service = (name: string, app: string) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { ports: [{ port: 80 }], selector: { app } },
    });
    const shown = (...objects: KubernetesObject[]) =>
      environmentGraph(environment(), objects)
        .nodes.filter(({ kind }) => kind === "service" || kind === "workload")
        .map(({ kind, lines, object }) => `${kind} ${object ?? "-"}: ${lines.join(", ")}`);
    assert.deepEqual(shown(service("a", "a"), deployment("a", "a")), [
      "service Deployment/a: a, Service 80, Deployment, 1 replica, a:1",
    ]);
    const workload = "workload Deployment/a: a, Deployment, 1 replica, a:1";
    assert.deepEqual(shown(service("b", "a"), deployment("a", "a")), ["service -: b, Service 80", workload]);
    const both = ["service -: a, Service 80", "service -: b, Service 80", workload];
    assert.deepEqual(shown(service("a", "a"), service("b", "a"), deployment("a", "a")), both);
  });

  it("has unique identifiers that Mermaid takes, and no edge to nowhere, whatever the catalogue", () => {
    fc.assert(
      fc.property(anyCatalogue, (catalogue) => {
        const { nodes, edges } = graphOf(catalogue);
        const ids = nodes.map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) assert.match(id, /^[A-Za-z]\w*$/);
        for (const { from, to } of edges) assert.ok(ids.includes(from) && ids.includes(to));
      }),
      runs(20),
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

  it("lets no two boxes meet, keeps all on the page, and outside of the cluster what is not in it", () => {
    for (const over of [small, everything, policyEverything, { llmProviders: EVERY_LLM_FORM }]) {
      const { nodes, frames, page } = layOut(graphOf(over));
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
  it("of an environment of eight entries are no wider than a laptop's screen", () => {
    for (const desired of describeFixture().environments) {
      const objects = environmentFiles(desired).flatMap((file) => file.objects);
      const [, width] = /^<svg [^>]*width="(\d+)"/.exec(svg(environmentGraph(desired, objects))) ?? [];
      assert.ok(Number(width) <= 1200, `${desired.name}: ${width}`);
    }
  });

  it("say each model in the box of its backend, and of a failover which choice it is of", () => {
    const support = graphOf(small).nodes.find(({ object }) => object === "AgentgatewayBackend/support");
    assert.deepEqual(support?.lines, ["support", "LLM", "choice 1: gpt-5.4-mini"]);
  });

  const bad = new Map([["HTTPRoute/planner", { ok: false, detail: `not Accepted: "<script>" & ${"x".repeat(200)}` }]]);

  it("escape what a name or a reason may hold, and shorten it", () => {
    const graph = graphOf({ agents: small.agents });
    const drawn = svg(graph, bad);
    assert.ok(drawn.includes("not ok: not Accepted: &#34;&#60;script&#62;&#34; &#38; xxx"), drawn);
    assert.ok(!drawn.includes("x".repeat(80)));
    assert.ok(mermaid(graph, bad).includes("#34;#60;script#62;#34; #38; xxx"));
  });

  it("tell good from bad from unknown", () => {
    const graph = graphOf({ agents: small.agents });
    const states = new Map([...bad, ["Gateway/agentgateway-proxy", { ok: true, detail: "Programmed" }]]);
    assert.equal(svg(graph, states).match(/stroke-width="2"/g)?.length, 2);
    assert.match(mermaid(graph, states), /class HTTPRoute_planner bad\n/);
    assert.match(mermaid(graph, states), /class Gateway_agentgateway_proxy ok\n/);
    assert.equal(svg(graph).match(/stroke-width="2"/g), null);
  });

  it("take what clusters tell, whose names have a namespace", () => {
    const finding = { kind: "HTTPRoute", name: "agentgateway-test/planner", ok: false, detail: "not Accepted" };
    assert.match(mermaid(graphOf({ agents: small.agents }), statesOf([finding])), /class HTTPRoute_planner bad\n/);
  });

  it("are the same each time", () => {
    assert.equal(svg(graphOf(small)), svg(graphOf(small)));
  });
});

describe("the README of a stack", () => {
  it("says what is served where, and shows the picture", () => {
    const desired = environment({ ...small, gateway: { listeners: { web: { port: 8080, protocol: "HTTP" } } } });
    const text = readme(desired, graphOf(small));
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
  it("loses the pages of an environment that is gone, and nothing that a person put there", () => {
    const directory = mkdtempSync(join(tmpdir(), "topology-"));
    try {
      const { base, environments } = describeFixture();
      const all = pages({ base, environments }, directory);
      writePages(all, directory);
      const mine = ["mine.md", "mine.svg", "other.svg"].map((name) => join(directory, "docs/topology", name));
      for (const file of mine) writeFileSync(file, "mine\n");
      const left = pages({ base, environments: environments.filter(({ name }) => name !== "stage") }, directory);
      assert.match(
        outdatedPages(left, directory)?.message ?? "",
        /docs\/topology\/stage\.svg: is of an environment that is gone\n.*docs\/topology\/stage\.md: is of an environ/,
      );
      assert.equal(outdatedPages(left, directory, ["stage"]), undefined);
      assert.match(
        writePages(left, directory),
        /^removed {2}docs\/topology\/stage\.svg\nremoved {2}docs\/topology\/stage\.md\n4 files, 4 as they were\.$/,
      );
      assert.equal(outdatedPages(left, directory), undefined);
      assert.deepEqual(readdirSync(join(directory, "docs/topology")).sort(), [
        "dev.md",
        "dev.svg",
        "mine.md",
        "mine.svg",
        "other.svg",
        "prod.md",
        "prod.svg",
      ]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("is written where it differs, and named where it is checked", () => {
    const directory = mkdtempSync(join(tmpdir(), "topology-"));
    try {
      const created = new Map([["docs/topology/a.svg", "<svg/>\n"]]);
      assert.match(
        outdatedPages(created, directory)?.message ?? "",
        /^The pictures are out of date. Run `npm run topology` and commit:\n.*docs\/topology\/a\.svg: is not what the configuration says/,
      );
      assert.match(writePages(created, directory), /^drawn {2}docs\/topology\/a\.svg\n1 files, 0 as they were\.$/);
      assert.equal(outdatedPages(created, directory), undefined);
      assert.equal(writePages(created, directory), "1 files, 1 as they were.");
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
