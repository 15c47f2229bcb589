import assert from "node:assert/strict";
import { crdNames } from "../../components/application/clusterObjects";
import { changeModel } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { essence, type ClusterObject } from "../../dev/support/essence";
import { assertCode } from "../../dev/support/shell";
import type { LiveObject } from "../../kube/live";

const KINDS =
  "configmaps,deployments,services,gateways,httproutes,agentgatewaybackends,agentgatewayparameters,agentgatewaypolicies";

/** A part of the story: previews of a change, and the same environment in either delivery. */
export function bothDeliveries(stack: string, namespace: string, checkout: () => Checkout): void {
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", stack);
  const config = (...words: string[]) => checkout().shell("pulumi", ["config", "set", "--stack", stack, ...words]);
  const live = async () => {
    const at = (where: string) => checkout().get<{ items: ClusterObject[] }>(stack, KINDS, "--namespace", where);
    const [environment, controller] = await Promise.all([at(namespace), at("agentgateway-system")]);
    return essence([...environment.items, ...controller.items]);
  };
  let fromGit: Record<string, object>;

  it("gitops: a preview shows the change of a provider as that provider's, with its file, and nothing else", async () => {
    // The branch has gone on since its last update.
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    const before = changeModel(checkout(), "gpt-5.4");
    assertCode(await checkout().npm("render"), 0);
    const preview = await pulumi("preview");
    assertCode(preview, 0);
    assert.match(
      preview.all,
      /~ +agentgateway-infra:index:LlmProvider openai update \[diff: ~k8s\/base\/llm-providers\/openai\.yaml\]/,
    );
    assert.match(preview.all, /~ 1 to update\n/);
    const { all } = await pulumi("preview", "--diff");
    assert.match(all, new RegExp(`~ AgentgatewayBackend openai: \\{[^]*~ model: "${before}" => "gpt-5\\.4"`));
    changeModel(checkout(), before);
    assertCode(await checkout().npm("render"), 0);
  });

  it("direct: the same environment, applied by Pulumi, has the same objects", async () => {
    fromGit = await live();
    assertCode(await pulumi("destroy", "--yes", "--skip-preview"), 0);
    assertCode(await config("delivery", "direct"), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await live(), fromGit);
  });

  it("direct: another up changes nothing, and a preview right after sees nothing", async () => {
    assertCode(await pulumi("preview", "--refresh", "--expect-no-changes"), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"), 0);
  });

  it("direct: Gateway API that is somebody else's is left as it is, and is the very release otherwise shared", async () => {
    const crds = async () => {
      const names = crdNames(["gateway.networking.k8s.io"]);
      const { items } = await checkout().get<{ items: LiveObject[] }>(stack, "crd", ...names, "--show-managed-fields");
      return items.map(({ metadata: { name, managedFields } }) => ({ name, managedFields }));
    };
    const before = await crds();
    assertCode(await config("--path", "cluster.gatewayApi", "existing"), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    assertCode(await pulumi("preview", "--refresh", "--expect-no-changes"), 0);
    const undo = ["config", "rm", "--stack", stack, "--path", "cluster.gatewayApi"];
    assertCode(await checkout().shell("pulumi", undo), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await crds(), before);
  });

  it("direct: a preview shows the change of a provider as its object's", async () => {
    assertCode(await config("--path", "llmProviders.openai.model", "gpt-5.4"), 0);
    const preview = await pulumi("preview");
    assertCode(preview, 0);
    assert.match(
      preview.all,
      /~ +kubernetes:agentgateway\.dev\/v1alpha1:AgentgatewayBackend openai update \[diff: ~spec\]/,
    );
    assert.match(preview.all, /~ 1 to update\n/);
    const undo = ["config", "rm", "--stack", stack, "--path", "llmProviders.openai.model"];
    assertCode(await checkout().shell("pulumi", undo), 0);
  });

  it("direct: a route that somebody edits is named, and put right", async () => {
    const patch = [{ op: "replace", path: "/spec/rules/0/matches/0/path/value", value: "/elsewhere" }];
    const where = ["--context", stack, "--namespace", namespace];
    assertCode(
      await checkout().shell("kubectl", [
        "patch",
        "httproute",
        "google",
        ...where,
        "--type=json",
        "-p",
        JSON.stringify(patch),
      ]),
      0,
    );
    const drifted = await pulumi("preview", "--refresh", "--expect-no-changes");
    assertCode(drifted, 7);
    assert.match(drifted.all, /~ +kubernetes:gateway\.networking\.k8s\.io\/v1:HTTPRoute google update/);
    assertCode(await pulumi("up", "--refresh", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await live(), fromGit);
  });
}
