import assert from "node:assert/strict";
import { parse } from "yaml";
import { childApplications } from "../../../../components/application/children";
import { environmentFiles } from "../../../../components/environment";
import { imagesIn } from "../../../../components/images/objects";
import type { PlainObject } from "../../../../core/merge";
import { renderTree } from "../../../../gitops/tree";
import { highlyAvailable, installed } from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";

const images = {
  "cr.agentgateway.dev": "mirror.example.com/agw",
  "ghcr.io": "mirror.example.com",
  "quay.io": "q.test",
};
const catalogue = {
  mcpServers: { tools: { image: "ghcr.io/acme/tools:1" } },
  agents: { planner: { image: "ghcr.io/acme/planner:1" } },
};

function parametersOf(layer: PlainObject): unknown {
  const objects = environmentFiles(environment({ ...layer })).flatMap(({ objects }) => objects);
  return (objects.find(({ kind }) => kind === "AgentgatewayParameters")?.spec as { image?: object }).image;
}

function chartOf(layer: PlainObject): unknown {
  return (childApplications(environment(layer))[2]?.spec as { source: { helm?: object } }).source.helm;
}

describe("the images of a stack", () => {
  it("are rewritten in workloads of MCP servers and agents, after what patches says", () => {
    const patches = {
      "Deployment/planner": { spec: { template: { spec: { containers: [{ name: "p", image: "quay.io/p" }] } } } },
    };
    const objects = environmentFiles(environment({ ...catalogue, images, patches })).flatMap(({ objects }) => objects);
    assert.deepEqual(imagesIn(objects), ["mirror.example.com/acme/tools:1", "q.test/p"]);
  });

  it("are rewritten for the proxy, whether it names its image or has the controller's", () => {
    const published = { registry: "mirror.example.com", repository: "agw/agentgateway" };
    assert.deepEqual(parametersOf({ images }), published);
    assert.deepEqual(parametersOf({ images, gateway: { image: { tag: "v1" } } }), { tag: "v1", ...published });
    const own = { registry: "ghcr.io", repository: "acme/proxy", tag: "v2", pullPolicy: "Always" as const };
    assert.deepEqual(parametersOf({ images, gateway: { image: own } }), { ...own, registry: "mirror.example.com" });
    assert.equal(parametersOf({ images: { "quay.io": "q.test" } }), undefined);
    // The controller's own default is elsewhere, so there is nothing to rewrite.
    const values = { proxy: { image: { registry: "other.test" } } };
    assert.equal(parametersOf({ images, controlPlane: { values } }), undefined);
  });

  it("are rewritten for the controller, and for proxies of other Gateways, by the values of its chart", () => {
    const own = chartOf({}) as { valuesObject: object };
    assert.deepEqual(Object.keys(own.valuesObject), ["podSecurityContext"]);
    assert.deepEqual(chartOf({ images: { "quay.io": "q.test" } }), own);
    const at = (repository: string) => ({ image: { registry: "mirror.example.com", repository } });
    assert.deepEqual(chartOf({ images }), {
      valuesObject: { ...own.valuesObject, controller: at("agw/controller"), proxy: at("agw/agentgateway") },
    });
    const values = {
      image: { registry: "other.test" },
      controller: { image: { registry: "ghcr.io", tag: "v1" }, extraContainers: [{ name: "x", image: "quay.io/x" }] },
    };
    assert.deepEqual(chartOf({ images, controlPlane: { values } }), {
      valuesObject: {
        ...own.valuesObject,
        image: { registry: "other.test" },
        controller: {
          image: { registry: "mirror.example.com", repository: "controller", tag: "v1" },
          extraContainers: [{ name: "x", image: "q.test/x" }],
        },
      },
    });
  });

  it("are rewritten in every workload of Argo CD, Redis and Dex among them", () => {
    const rules = { "quay.io": "q.test", "ghcr.io": "g.test", "public.ecr.aws/docker": "hub.test" };
    const dex = { sso: { dex: { connectors: { github: { type: "github" } } } } };
    const spec = { url: "https://argocd.example.com", ...dex };
    for (const install of [undefined, highlyAvailable]) {
      const highAvailability = install !== undefined;
      const rewritten = imagesIn(installed({ ...spec, highAvailability }, install, rules));
      assert.deepEqual([...new Set(rewritten)].sort(), [
        "g.test/dexidp/dex:v2.45.0",
        "hub.test/library/redis:8.2.3-alpine",
        "q.test/argoproj/argocd:v3.6.1",
      ]);
      assert.deepEqual(
        imagesIn(installed({ ...spec, highAvailability }, install)).filter((image) => /^(quay|ghcr|public)/.test(image))
          .length,
        rewritten.length,
      );
    }
  });

  it("are patched by the overlay of the stack alone, in manifests that a person wrote too", () => {
    const deployment = (name: string, image: string) =>
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name },
        spec: { template: { spec: { containers: [{ name, image }] } } },
      });
    const written = [
      {
        path: "k8s/base/mine.yaml",
        text: `${deployment("mine", "quay.io/mine:1")}\n---\n${deployment("other", "other.test/x")}`,
      },
    ];
    const description = {
      base: environment(catalogue, "base"),
      environments: [environment(catalogue, "dev"), environment({ ...catalogue, images }, "prod")],
    };
    const tree = renderTree(description, written);
    const overlay = (name: string) =>
      parse(tree.get(`k8s/overlays/${name}/kustomization.yaml`)!) as {
        patches?: { target: { kind: string; name: string }; patch: string }[];
      };
    assert.equal(overlay("dev").patches, undefined);
    const patches = overlay("prod").patches?.map(({ target, patch }) => [
      `${target.kind} ${target.name}`,
      parse(patch) as unknown,
    ]);
    const path = "/spec/template/spec/containers/0/image";
    assert.deepEqual(patches, [
      [
        "AgentgatewayParameters default-parameters",
        [{ op: "add", path: "/spec/image", value: { registry: "mirror.example.com", repository: "agw/agentgateway" } }],
      ],
      ["Deployment tools", [{ op: "replace", path, value: "mirror.example.com/acme/tools:1" }]],
      ["Deployment planner", [{ op: "replace", path, value: "mirror.example.com/acme/planner:1" }]],
      ["Deployment mine", [{ op: "replace", path, value: "q.test/mine:1" }]],
    ]);
    assert.deepEqual(
      (parse(tree.get("k8s/base/kustomization.yaml")!) as { resources: string[] }).resources.includes("mine.yaml"),
      true,
    );
  });
});
