import assert from "node:assert/strict";
import { resolve } from "node:path";
import { crdNames } from "../../components/application/clusterObjects";
import { Checkout } from "../../dev/support/checkout";
import { crdsOf, everyObject } from "../../dev/support/everyObject";
import { assertCode } from "../../dev/support/shell";

/** How often each of `pulumi up` and `pulumi destroy` is killed, at the least. */
const OFTEN = 20;
/** How often one `destroy` is, which is over sooner than an `up`. */
const DESTROY_KILLS = 10;
const ROUNDS = 4;
/** Objects that are made when an `up` is halfway. */
const HALFWAY = 30;

/** Kinds that controllers make for others, under names of their own. */
const DERIVED = /^(Pod|ReplicaSet|ControllerRevision|EndpointSlice) /;
/** What is made up of a name: by Pulumi its suffix, by the API server the addresses that it gives out. */
const GENERATED = /-[0-9a-f]{8}$|(?<=^IPAddress .*)[\d.]+$/;

/** When a run is killed, by a line that it prints: while the program still runs, as an operation begins, or ends. */
const MOMENTS = [
  /^Updating|^Destroying/,
  /^@ (updating|destroying)/,
  /\b(creat|delet|updat)ing \(/,
  /\b(created|deleted|updated) \(/,
];

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("killed in the middle, again and again", () => {
  let checkout: Checkout;
  let untouched: string[];
  const kills = { up: 0, destroy: 0 };
  before(() => {
    checkout = new Checkout(resolve(__dirname, "../.."));
  });

  after(() => checkout.discard());

  const objects = async () =>
    (await everyObject(checkout, "dev"))
      .filter((object) => !DERIVED.test(object))
      .map((object) => object.replace(GENERATED, "*"))
      .sort();
  const args = (command: string) => [command, "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"];
  const pulumi = async (command: string) => assertCode(await checkout.shell("pulumi", args(command)), 0);

  /**
   * Kills a command up to so many times, each time at another moment of its way, with what the documentation says to do
   * after each; then lets it run to its end.
   */
  async function killing(command: "up" | "destroy", times: number): Promise<void> {
    for (let each = 0; each < times; each++) {
      const moment = MOMENTS[each < 2 ? each : 2 + (each % 2)] as RegExp;
      const { killed, code, all } = await checkout.crash("pulumi", args(command), (line) => moment.test(line));
      if (!killed) return assertCode({ code, all, stdout: "" }, 0);
      kills[command]++;
      assertCode(await checkout.shell("npm", ["run", "--silent", "recover", "--", "dev"]), 0);
    }
    await pulumi(command);
  }

  it("npm start: what was begun is gone on with", async () => {
    for (const moment of [/starting the processes/, /pulumi up \(log/, /\d+ resources done|waiting for \d/]) {
      const { killed, all } = await checkout.crashNpm("start", (line) => moment.test(line));
      assert.ok(killed, all);
    }
    assertCode(await checkout.npm("start", "--json"), 0);
    await checkout.enterSandbox();
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
  });

  it("pulumi destroy: nothing is left, but what stays by promise", async () => {
    await killing("destroy", DESTROY_KILLS);
    untouched = await objects();
    assert.deepEqual(
      untouched.filter((object) => /agentgateway|argocd/i.test(object)),
      [],
    );
    assert.deepEqual(await crdsOf(checkout, "dev"), crdNames().sort());
  });

  let disturbed: string[];
  it("pulumi up from nothing: it converges, and then there is no change", async () => {
    await killing("up", OFTEN);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
    disturbed = await objects();
  });

  it("pulumi up of a change: it is made, whole", async () => {
    for (const name of ["openai", "anthropic", "google"]) {
      const key = ["config", "set", "--secret", "--path", `llmProviders.${name}.apiKey`, "--stack", "dev"];
      assertCode(await checkout.shell("pulumi", key, `rotated-${name}`), 0);
    }
    const limit = ["config", "set", "--path", "argocd.repoServer.parallelism", "5", "--stack", "dev"];
    assertCode(await checkout.shell("pulumi", limit), 0);
    await killing("up", 6);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
    const { data } = await checkout.get<{ data: Record<string, string> }>(
      "dev",
      "secret",
      "openai-secret",
      "-n",
      "agentgateway-system",
    );
    assert.match(Buffer.from(data.Authorization as string, "base64").toString(), /rotated-openai/);
  });

  it("pulumi destroy of what an up had begun: nothing of it is left", async () => {
    await pulumi("destroy");
    let created = 0;
    const halfway = (line: string) => /\bcreated \(/.test(line) && ++created === HALFWAY;
    assert.ok((await checkout.crash("pulumi", args("up"), halfway)).killed);
    assertCode(await checkout.shell("npm", ["run", "--silent", "recover", "--", "dev"]), 0);
    await pulumi("destroy");
    assert.deepEqual(await objects(), untouched);
    await pulumi("up");
  });

  it("an undisturbed up makes the same objects, none more and none less", async () => {
    for (let round = 0; kills.destroy < OFTEN && round < ROUNDS; round++) {
      await killing("destroy", OFTEN - kills.destroy);
      assert.deepEqual(await objects(), untouched);
      await pulumi("up");
    }
    assert.deepEqual(disturbed, await objects());
    assert.ok(kills.up >= OFTEN && kills.destroy >= OFTEN, JSON.stringify(kills));
  });
});
