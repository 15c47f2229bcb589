import assert from "node:assert/strict";
import type { ChartValues } from "../../components/controller/values/spec";
import type { KubernetesObject } from "../../kube/object";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { ApiServer } from "../../dev/support/apiServer";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { crdFiles } from "../../dev/support/crds";
import { eventually } from "../../dev/support/shell";

type Route = KubernetesObject & { status?: { parents: object[] } };

/** A route that nobody serves. */
const route = (namespace: string): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "unserved", namespace },
  spec: { parentRefs: [{ name: "nobody" }], rules: [{ backendRefs: [{ name: "web", port: 80 }] }] },
});

describe("the namespaces in which the controller looks for configuration", () => {
  const own = ["agentgateway-system", "ai-gateway"];
  const selectors: ChartValues["discoveryNamespaceSelectors"] = own.map((name) => ({
    matchLabels: { "kubernetes.io/metadata.name": name },
  }));
  let plane: ControlPlane;
  let server: ApiServer;

  before(async () => {
    const { assets } = await ensureToolchain({ only: [] });
    // As the chart sets it by the value of that name.
    const variables = { AGW_DISCOVERY_NAMESPACE_SELECTORS: JSON.stringify(selectors) };
    plane = await startControlPlane({ controller: true, variables });
    server = new ApiServer(plane.access);
    await server.serve(crdFiles(assets));
    for (const namespace of ["team-a", ...own]) await server.ensureNamespace(namespace);
  });
  after(async () => {
    server?.close();
    await plane?.stop();
  });

  const statusOf = async (namespace: string) => ((await server.read(route(namespace))) as Route).status;

  it("are those of its values: to a route that nobody serves it writes an empty status there, and nowhere else", async () => {
    // The route of others is the first that it could write to.
    for (const namespace of ["team-a", "ai-gateway"]) await server.apply(route(namespace));
    await eventually("the route beside it has a status", 120, async () => (await statusOf("ai-gateway")) !== undefined);
    assert.deepEqual(await statusOf("ai-gateway"), { parents: [] });
    assert.equal(await statusOf("team-a"), undefined);
  });
});
