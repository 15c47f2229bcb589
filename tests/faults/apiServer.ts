import assert from "node:assert/strict";
import type { Checkout } from "../../dev/support/checkout";
import { FaultyApi, type Fault } from "../../dev/support/faultyApi";
import { assertCode, type Outcome } from "../../dev/support/shell";

const WRITES = ["POST", "PUT", "PATCH", "DELETE"];
/** Requests of which every so many meets a fault. */
const OFTEN = 4;

/** Steps in which the cluster's API server is busy, slow or broken, as `pulumi` sees it. */
export function apiServerFaults(checkout: () => Checkout): void {
  let ordinary: string;
  let api: FaultyApi;
  let passes = 0;

  const config = async (value: string | undefined, ...words: string[]) =>
    assertCode(await checkout().shell("pulumi", ["config", ...words, "--stack", "dev"], value), 0);
  const reach = (kubeconfig: string) => config(kubeconfig, "set", "--secret", "--path", "cluster.kubeconfig");
  const up = () => checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
  const assertNoChange = async () =>
    assertCode(await checkout().pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
  /** Something to do for an `up`, in more than one object. */
  const change = async () => {
    await config(`changed-${++passes}-and-long-enough`, "set", "--secret", "--path", "llmProviders.openai.apiKey");
    await config(undefined, "set", "--path", "argocd.repoServer.parallelism", String(3 + passes));
  };

  /** Does something while requests meet faults, as one in so many, and tells that some did. */
  async function meeting<T>(fault: Fault, methods: readonly string[], work: () => Promise<T>): Promise<T> {
    let requested = 0;
    const before = api.faults;
    api.fault = (method) => (methods.includes(method) && ++requested % OFTEN === 0 ? fault : undefined);
    try {
      return await work();
    } finally {
      api.fault = () => undefined;
      assert.ok(api.faults > before, `no request of ${requested} met a fault`);
    }
  }

  describe("an API server that is busy, slow or broken", () => {
    before(async () => {
      const words = ["config", "get", "--path", "cluster.kubeconfig", "--stack", "dev"];
      ordinary = (await checkout().silently("pulumi", words)).stdout;
      api = new FaultyApi(ordinary);
      await reach(await api.open());
      assertCode(await up(), 0);
    });

    after(async () => {
      await reach(ordinary);
      await api.close();
      assertCode(await up(), 0);
    });

    it("it is busy (429): asked again, the up is done", async () => {
      await change();
      const busy = { status: 429, message: "too many requests", retryAfter: 1 };
      assertCode(await meeting(busy, ["GET", ...WRITES], up), 0);
      await assertNoChange();
    });

    it("it is slow: the up takes longer, and is done", async () => {
      await change();
      assertCode(await meeting({ late: 3 }, ["GET", ...WRITES], up), 0);
      await assertNoChange();
    });

    it("it fails (500) at what is changed: told with what it said, and the next up goes on from there", async () => {
      await change();
      const broken = { status: 500, message: "etcdserver: leader changed" };
      const { code, all }: Outcome = await meeting(broken, WRITES, up);
      if (code !== 0) assert.match(all, /etcdserver: leader changed/);
      assertCode(await up(), 0);
      await assertNoChange();
    });

    it("its answers are lost: the next up names what was made, and takes it over by name", async () => {
      assertCode(await checkout().pulumi("destroy", "--stack", "dev", "--yes", "--skip-preview"), 0);
      await meeting({ unanswered: true }, ["POST"], up);
      const named = new Set<string>();
      for (let again = await up(); again.code !== 0; again = await up()) {
        const made = existing(again.all).filter((name) => !named.has(name));
        assert.ok(made.length > 0, again.all.slice(-6000));
        for (const name of made) {
          await config(name, "set", "--path", `adopt[${named.size}]`);
          named.add(name);
        }
      }
      if (named.size > 0) await config(undefined, "rm", "--path", "adopt");
      await assertNoChange();
    });
  });
}

/** The objects, as `adopt` names them, that an `up` could not create because they exist. */
function existing(output: string): string[] {
  const refusal =
    /kubernetes:[^:"]+:(\w+)::[^"]+" was not successfully created by the Kubernetes API server: \S+ "([^"]+)" already exists/g;
  return [...new Set([...output.matchAll(refusal)].map(([, kind, name]) => `${kind}/${name}`))];
}
