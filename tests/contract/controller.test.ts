import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { versions } from "../../components/versions";
import type { Environment } from "../../config/schema";
import { until } from "../../core/until";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { ApiServer } from "../../dev/support/apiServer";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { pathsIn, pathsOf, type Dump } from "../../dev/support/translated";
import { requestsReachTheProxy, trafficCatalogue } from "./controllerTraffic";
import { crdFiles } from "../../dev/support/crds";
import { pulumiObjects, externalObjects } from "../../dev/support/elsewhere";
import { environment } from "../../dev/support/environment";
import { deployedObjects } from "../../dev/support/objects";
import { oneOfEverything } from "../../dev/support/oneOfEverything";
import { negative, type WithStatus } from "../../dev/support/statuses";

const SETTLE_SECONDS = 120;

describe("the real controller", () => {
  let plane: ControlPlane;
  let server: ApiServer;
  let deployed: KubernetesObject[];
  let traffic: KubernetesObject[];
  const desired = (layer: PlainObject): Environment => environment({ ...layer, namespace: "agentgateway-system" });

  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    plane = await startControlPlane({ controller: true });
    server = new ApiServer(plane.access);
    await server.serve(crdFiles(assets));
    deployed = await deploy(desired(oneOfEverything));
    traffic = await deploy(environment(trafficCatalogue));
  });

  after(async () => {
    server?.close();
    await plane?.stop();
  });

  async function deploy(desired: Environment): Promise<KubernetesObject[]> {
    const objects = deployedObjects(desired);
    const others = [...(await externalObjects(desired.namespace)), ...(await pulumiObjects(desired))];
    for (const object of [...others, ...objects]) {
      await server.ensureNamespace(object.metadata.namespace as string);
      await server.apply(object);
    }
    return objects.filter(({ kind }) => /^(Gateway|HTTPRoute|Agentgateway(Backend|Policy))$/.test(kind));
  }

  /** What the controller says against objects, by their kinds and names, once it has looked at all of them. */
  async function complaints(objects: readonly KubernetesObject[]): Promise<Record<string, string[]>> {
    let found: Record<string, string[]> = {};
    await until(
      async () => {
        const states = (await Promise.all(objects.map((object) => server.read(object)))) as WithStatus[];
        found = Object.fromEntries(
          states.map((state) => [`${state.kind} ${state.metadata.name}`, negative(state)] as const),
        );
        return Object.values(found).every((all) => all.length === 0);
      },
      SETTLE_SECONDS * 1000,
      1000,
    );
    return Object.fromEntries(Object.entries(found).filter(([, all]) => all.length > 0));
  }

  it("takes one of everything at once: every Gateway, Route, Backend and Policy", async () => {
    assert.ok(deployed.length >= 60);
    assert.deepEqual(await complaints(deployed), {});
  });

  it("serves each path from what the configuration says, on each listener", async () => {
    const listeners = Object.keys(desired(oneOfEverything).gateway.listeners);
    const expected = Object.fromEntries(listeners.map((listener) => [listener, pathsOf(deployed, listener)]));
    const counts = (paths: Record<string, object>) => listeners.map((name) => Object.keys(paths[name] ?? {}).length);
    assert.deepEqual(expected.http, { "/": "" }, "a listener that redirects serves nothing else");
    assert.ok(Object.keys(expected.https ?? {}).length >= 20);
    let served: Record<string, Record<string, string>> = {};
    await until(
      async () => {
        served = pathsIn((await plane.translated()) as Dump, "agentgateway-system");
        return isDeepStrictEqual(counts(served), counts(expected));
      },
      SETTLE_SECONDS * 1000,
      1000,
    );
    assert.deepEqual(served, expected);
  });

  describe("of an environment with one entry of each kind", () => {
    before(async () => assert.deepEqual(await complaints(traffic), {}));

    requestsReachTheProxy(async () => (await plane.translated()) as Dump);
  });

  it("names the proxy's image by its own version", async () => {
    const { name } = desired(oneOfEverything).gateway;
    const metadata = { name, namespace: "agentgateway-system" };
    const proxies = await server.read({ apiVersion: "apps/v1", kind: "Deployment", metadata });
    const { template } = proxies.spec as { template: { spec: { containers: { image: string }[] } } };
    assert.match(template.spec.containers[0]?.image ?? "", new RegExp(`:v${versions.agentgateway}(@sha256:0{64})?$`));
  });

  it("marks the gateway's proxies as those that workloads take connections from, in their namespace", async () => {
    const { name, namespace } = { ...desired(oneOfEverything).gateway, namespace: "agentgateway-system" };
    const proxies = await server.read({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace } });
    const { template } = (proxies as unknown as { spec: { template: { metadata: { labels: object } } } }).spec;
    const policies = deployedObjects(desired(oneOfEverything)).filter(({ kind }) => kind === "NetworkPolicy");
    assert.ok(policies.length >= 2);
    for (const { metadata, spec } of policies) {
      assert.equal(metadata.namespace, namespace);
      const [{ from }] = (spec as { ingress: [{ from: { podSelector: { matchLabels: object } }[] }] }).ingress;
      for (const { podSelector } of from)
        assert.partialDeepStrictEqual(template.metadata.labels, podSelector.matchLabels);
    }
  });
});
