import assert from "node:assert/strict";
import type { Cluster } from "../../kube/cluster";
import { clusterAt } from "../../kube/clusterAt";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { OwnProgram } from "../../dev/support/ownProgram";
import { assertCode, assertRefused, eventually } from "../../dev/support/shell";

const NAMED = ["Namespace/team", "Secret/named", "ConfigMap/grouped"];

// One story, in order: the real engine and the real provider, on a real API server.
describe("objects that exist before a stack", () => {
  const metadata = (name: string) => ({ name, namespace: "team", labels: { of: "theirs" } });
  const theirs = {
    namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name: "team", labels: { of: "theirs" } } },
    secret: { apiVersion: "v1", kind: "Secret", metadata: metadata("named"), data: { ours: "Mg==", theirs: "Mg==" } },
    account: { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata("unnamed") },
    grouped: { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("grouped"), data: { ours: "2", theirs: "2" } },
  } satisfies Record<string, KubernetesObject>;
  let plane: ControlPlane;
  let cluster: Cluster;
  let program: OwnProgram;

  before(async () => {
    plane = await startControlPlane({ keeper: true });
    cluster = clusterAt(kubeconfig([plane.access]));
    for (const object of Object.values(theirs)) await cluster.apply(object, { manager: "team-a" });
    program = await OwnProgram.open("adoption", plane.access);
  });
  after(async () => {
    program?.close();
    await plane?.stop();
  });

  const adopting = (names: readonly string[]) => ({ ADOPT: names.join(" ") });
  const up = (names: readonly string[]) => program.pulumi(["up", "--yes", "--skip-preview"], adopting(names));
  const assertNoChange = async (names: readonly string[], ...options: string[]) =>
    assertCode(await program.pulumi(["preview", "--expect-no-changes", ...options], adopting(names)), 0);
  const read = async (object: KubernetesObject) => (await cluster.read(refOf(object))) as LiveObject;
  const all = () => Promise.all(Object.values(theirs).map(read));
  /** An object without what the cluster adds by itself. */
  const essence = ({ metadata: { name, labels }, data }: LiveObject) => {
    const others = Object.entries(labels ?? {}).filter(([key]) => key !== "kubernetes.io/metadata.name");
    return { name, labels: Object.fromEntries(others), ...(data === undefined ? {} : { data }) };
  };

  it("are announced in the preview where they are named", async () => {
    const { code, all: said } = await program.pulumi(["preview"], adopting(NAMED));
    assert.equal(code, 0, said);
    for (const name of NAMED.map((each) => each.replace("/", " "))) {
      const by = "made by no stack of this program (but by team-a)";
      assert.ok(
        said.includes(`${name}: is in the cluster already, ${by}, and adopt names it: this stack takes it over.`),
      );
    }
    assert.doesNotMatch(said, /providers:kubernetes default/);
  });

  it("are left as they are where they are not named: the up fails there", async () => {
    const before = await read(theirs.account);
    assertRefused(await up(NAMED), /serviceaccounts "unnamed" already exists/);
    assert.deepEqual(await read(theirs.account), before);
  });

  it("are taken over where they are named: fields of others stay", async () => {
    const { code, all: said } = await up([...NAMED, "ServiceAccount/unnamed"]);
    assert.equal(code, 0, said);
    assert.match(said, /ServiceAccount unnamed: is in the cluster already, .* takes it over/);
    const labels = { of: "theirs" };
    assert.deepEqual((await all()).map(essence), [
      { name: "team", labels },
      { name: "named", labels, data: { ours: "MQ==", theirs: "Mg==" } },
      { name: "unnamed", labels: { of: "ours" } },
      { name: "grouped", labels, data: { ours: "1", theirs: "2" } },
    ]);
  });

  it("are the stack's from then on, whether they stay named or not", async () => {
    const before = await all();
    await assertNoChange([...NAMED, "ServiceAccount/unnamed"]);
    const { code, all: said } = await up([]);
    assert.equal(code, 0, said);
    assert.match(said, /\nResources:\n {4}\d+ unchanged\n\nDuration/);
    assert.deepEqual(await all(), before);
    // So is what is named afterwards.
    await assertNoChange(["ConfigMap/new", "Namespace/team"], "--refresh");
  });

  it("go with the stack", async () => {
    assertCode(await program.pulumi(["destroy", "--yes", "--skip-preview"]), 0);
    await eventually(
      "the namespace is gone",
      30,
      async () => (await cluster.read(refOf(theirs.namespace))) === undefined,
    );
  });
});
