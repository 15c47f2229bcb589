import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stacksOf } from "../../../../cli/images/cli";
import { imageTable, listImages } from "../../../../cli/images/list";
import { loadCheckout } from "../../../../config/checkout";
import type { PlainObject } from "../../../../core/merge";
import { single } from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";

const DIGEST = `sha256:${"1".repeat(64)}`;
const workloads = {
  mcpServers: { tools: { image: `ghcr.io/acme/tools@${DIGEST}` } },
  agents: { planner: { image: "nginx" } },
};
const mine = JSON.stringify({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "mine" },
  spec: {
    template: {
      spec: { initContainers: [{ name: "i", image: "quay.io/i:1" }], containers: [{ name: "m", image: "nginx" }] },
    },
  },
});
const handWritten = [{ path: "k8s/base/mine.yaml", text: mine }];

function listed(layer: PlainObject, deployed: Partial<Parameters<typeof listImages>[1]> = {}) {
  return listImages(environment(layer, "prod"), { handWritten: [], ...deployed });
}

describe("the list of images", () => {
  it("has those of the control plane, of workloads and of manifests that a person wrote, with who runs them", () => {
    assert.deepEqual(
      listed(workloads, { handWritten }).map(({ image, digest, usedBy }) => [image, digest, usedBy]),
      [
        [
          "cr.agentgateway.dev/agentgateway:v1.4.1",
          null,
          ["controller: proxies of Gateways without parameters", "gateway: AgentgatewayParameters default-parameters"],
        ],
        ["cr.agentgateway.dev/controller:v1.4.1", null, ["controller"]],
        [`ghcr.io/acme/tools@${DIGEST}`, DIGEST, ["mcpServers.tools: Deployment tools"]],
        ["nginx", null, ["agents.planner: Deployment planner", "k8s/base/mine.yaml: Deployment mine"]],
        ["quay.io/i:1", null, ["k8s/base/mine.yaml: Deployment mine"]],
      ],
    );
  });

  it("has those of Argo CD where the stack installs it, and they alone where it deploys no environment", () => {
    const hub = listed({ delivery: "none" }, { argocd: single, handWritten });
    assert.deepEqual(
      hub.map(({ image, usedBy }) => [image, usedBy]),
      [
        ["public.ecr.aws/docker/library/redis:8.2.3-alpine", ["Argo CD: Deployment argocd-redis"]],
        [
          "quay.io/argoproj/argocd:v3.6.1",
          [
            "Argo CD: Deployment argocd-server",
            "Argo CD: Deployment argocd-repo-server",
            "Argo CD: StatefulSet argocd-application-controller",
          ],
        ],
      ],
    );
    assert.equal(listed({}, { argocd: single }).length, hub.length + listed({}).length);
  });

  it("says where each image is pulled from, and what a mirror has to copy", () => {
    const images = {
      "docker.io": "hub.test",
      "ghcr.io": "g.test",
      "quay.io": "q.test",
      "cr.agentgateway.dev": "a.test",
    };
    const rewritten = listed({ ...workloads, images }, { argocd: single, handWritten });
    assert.deepEqual(
      rewritten.filter(({ from, image }) => from === image).map(({ image }) => image),
      ["public.ecr.aws/docker/library/redis:8.2.3-alpine"],
    );
    const pulled = Object.fromEntries(rewritten.map(({ from, image }) => [from, image]));
    assert.deepEqual(pulled, {
      "cr.agentgateway.dev/agentgateway:v1.4.1": "a.test/agentgateway:v1.4.1",
      "cr.agentgateway.dev/controller:v1.4.1": "a.test/controller:v1.4.1",
      [`ghcr.io/acme/tools@${DIGEST}`]: `g.test/acme/tools@${DIGEST}`,
      nginx: "hub.test/library/nginx",
      "quay.io/i:1": "q.test/i:1",
      "quay.io/argoproj/argocd:v3.6.1": "q.test/argoproj/argocd:v3.6.1",
      "public.ecr.aws/docker/library/redis:8.2.3-alpine": "public.ecr.aws/docker/library/redis:8.2.3-alpine",
    });
  });

  it("follows the release of the control plane, the values of its chart, and what the gateway says itself", () => {
    const of = (layer: PlainObject) => listed(layer).map(({ image }) => image);
    assert.deepEqual(of({ controlPlane: { version: "1.4.0" } }), [
      "cr.agentgateway.dev/agentgateway:v1.4.0",
      "cr.agentgateway.dev/controller:v1.4.0",
    ]);
    const values = {
      image: { registry: "r.test", tag: "1.4.0-fips" },
      controller: { image: { tag: "dev" }, extraContainers: [{ name: "x", image: "x.test/x:1" }] },
    };
    assert.deepEqual(of({ controlPlane: { values }, gateway: { image: { repository: "own", tag: "v2" } } }), [
      "r.test/agentgateway:1.4.0-fips",
      "r.test/controller:dev",
      "r.test/own:v2",
      "x.test/x:1",
    ]);
    assert.deepEqual(of({ cluster: { controlPlane: "existing" } }), ["cr.agentgateway.dev/agentgateway:v1.4.1"]);
  });

  it("is an image a line for people, and says what only a registry knows", () => {
    const images = { "ghcr.io": "g.test" };
    const digested = listed({ ...workloads, images }).filter(({ digest }) => digest !== null);
    assert.equal(
      imageTable(digested),
      [
        "STACK  IMAGE                                                                                      COPIED FROM                                                                                 USED BY",
        `prod   g.test/acme/tools@${DIGEST}  ghcr.io/acme/tools@${DIGEST}  mcpServers.tools: Deployment tools`,
      ].join("\n"),
    );
    const [, ...lines] = imageTable(listed(workloads)).split("\n");
    assert.equal(lines.length, 4 + 2);
    assert.match(lines.at(-1)!, /its registry alone knows/);
    assert.equal(imageTable([]), "No image is deployed.");
  });

  it("is of all stacks or of one, and lacks none because it has errors", () => {
    const directory = mkdtempSync(join(tmpdir(), "images-"));
    try {
      const write = (stack: string, config: object) =>
        writeFileSync(join(directory, `Pulumi.${stack}.yaml`), JSON.stringify({ config }));
      const platform = { repository: { url: "https://git.example.com/x.git" } };
      write("prod", { namespace: "prod" });
      write("local", {
        namespace: "local",
        delivery: "direct",
        gateway: { insecure: ["unauthenticated", "plainHttp"] },
      });
      write("hub", { delivery: "none" });
      const names = (stack?: string) => stacksOf(loadCheckout(platform, directory), stack).map(({ name }) => name);
      assert.deepEqual([names(), names("hub")], [["hub", "local", "prod"], ["hub"]]);
      assert.throws(() => names("prd"), /There is no Pulumi\.prd\.yaml in the checkout\. Did you mean "prod"\?/);
      assert.throws(() => names("qa"), /There are: hub, local, prod\./);
      write("bad", { namespace: "N S" });
      assert.throws(() => names(), /environment "bad"/);
      assert.throws(() => names("bad"), /environment "bad"/);
      assert.deepEqual(names("prod"), ["prod"]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
