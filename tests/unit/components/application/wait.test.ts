import assert from "node:assert/strict";
import type { Applications } from "../../../../components/application/client";
import type { Verdict } from "../../../../components/application/delivered";
import type { Looked } from "../../../../components/application/freeze/held";
import type { Application } from "../../../../components/application/status";
import { UserError } from "../../../../core/errors";
import { untilDeployed } from "../../../../components/application/wait";
import type { Part } from "../../../../components/serving/parts";
import { inNoTime } from "../../../../dev/support/fastClock";
import { messageOf } from "../../../../dev/support/messages";

const good = { sync: { status: "Synced" }, health: { status: "Healthy" } };
const progressing = { ...good, health: { status: "Progressing" } };
const part = (more: Partial<Part> = {}): Part => ({
  kind: "Gateway",
  namespace: "ns",
  name: "gw",
  ok: false,
  missing: false,
  broken: false,
  detail: "its Deployment gw: 0 of 1 replicas are available; pod gw-1 crashes",
  ...more,
});

type Status = NonNullable<Application["status"]>;

const refused = "Deployment.apps is invalid: spec.selector: field is immutable";
const uncompared: Status = {
  sync: { status: "Unknown" },
  health: { status: "Healthy" },
  conditions: [{ type: "ComparisonError", message: refused }],
};

/**
 * Waits for an Application of which Argo CD says one thing after the other, and goes on with the last.
 *
 * @param after what it says after it was asked to compare from scratch
 * @param missed what it has said in between, as no look has found it. Default: nothing
 */
async function waitWhile(said: readonly Status[], after: readonly Status[], missed: readonly Status[] = []) {
  let [now, next, version] = [said, 0, 0];
  const hard: string[] = [];
  const applications: Pick<Applications, "read" | "refresh" | "endSync" | "statesSince"> = {
    statesSince: (name) => Promise.resolve(missed.map((status) => ({ metadata: { name }, status }))),
    read: (name) =>
      Promise.resolve({
        metadata: { name, resourceVersion: String(++version) },
        status: now[Math.min(next++, now.length - 1)]!,
      }),
    refresh: (name, how) => {
      if (how === "hard") [now, next] = (hard.push(name), [after, 0]);
      return Promise.resolve();
    },
    endSync: () => Promise.resolve(),
  };
  const deployment = {
    applications: applications as Applications,
    names: ["child"],
    serving: () => Promise.resolve([]),
  };
  let message: string | undefined;
  await inNoTime(async () => {
    const options = { timeoutSeconds: 300, log: () => undefined };
    message = await messageOf(() => untilDeployed(deployment, options)).catch(() => undefined);
  });
  return { message, hard };
}

/** Waits for Applications that stay as they are, and for parts that go from look to look; tells how it ended and was told. */
async function wait(
  statuses: Record<string, Application["status"] | null>,
  looks: Part[][],
  {
    timeoutSeconds = 100,
    annotations = {},
    judged = () => ({ ok: true }),
    heldBack,
  }: {
    timeoutSeconds?: number;
    annotations?: Record<string, string>;
    judged?: (application: string, revision: string) => Verdict;
    heldBack?: (applications: readonly Looked[]) => UserError | undefined;
  } = {},
) {
  const log: string[] = [];
  const reports: string[] = [];
  const refreshed: string[] = [];
  const ended: string[] = [];
  let looked = 0;
  const applications: Pick<Applications, "read" | "refresh" | "endSync"> = {
    read: (name) =>
      Promise.resolve(
        statuses[name] === null ? undefined : { metadata: { name, annotations }, status: statuses[name] },
      ),
    refresh: (name) => Promise.resolve(void refreshed.push(name)),
    // What Argo CD makes of it: the sync has failed, and the next one is of what is wanted.
    endSync: (name) => Promise.resolve(void (ended.push(name), (statuses[name] = good))),
  };
  const deployment = {
    applications: applications as Applications,
    names: Object.keys(statuses),
    serving: () => Promise.resolve(looks[Math.min(looked++, looks.length - 1)] ?? []),
    delivered: {
      judge: (name: string, revision: string) => Promise.resolve(judged(name, revision)),
      report: (report: string) => void reports.push(report),
    },
    ...(heldBack && { heldBack }),
  };
  const options = { timeoutSeconds, log: (message: string) => void log.push(message) };
  let message: string | undefined;
  await inNoTime(async () => {
    message = await messageOf(() => untilDeployed(deployment, options)).catch(() => undefined);
  });
  return { message, log, looked, reports, refreshed, ended };
}

describe("waiting for an environment", () => {
  it("does not end while a Gateway does not serve, although Argo CD is content", async () => {
    const { message, log, looked } = await wait({ root: good, child: good }, [
      [part()],
      [part({ ok: true, detail: "serves at 10.0.0.1" })],
    ]);
    assert.equal(message, undefined);
    assert.equal(looked, 2);
    assert.deepEqual(log, [
      "waiting for 1 of 3 Applications and what they bring: Gateway ns/gw (its Deployment gw: 0 of 1 replicas are " +
        "available; pod gw-1 crashes)",
    ]);
  });

  it("ends a sync that is tried again and again although the Application is of another commit by now", async () => {
    const operation = { sync: { source: { targetRevision: "bad" }, revision: "bad" } };
    const trying = { ...good, operationState: { phase: "Running", retryCount: 2, operation } };
    const { message, ended } = await wait({ root: good, child: trying }, [[part({ ok: true })]]);
    assert.deepEqual([message, ended], [undefined, ["child"]]);
  });

  it("asks Argo CD again about what it has deployed and takes for unhealthy, now and then", async () => {
    const { refreshed } = await wait({ root: good, child: progressing }, [[part()]], { timeoutSeconds: 40 });
    assert.deepEqual(refreshed, ["root", "child", "child", "child"]);
    const outOfSync = { ...progressing, sync: { status: "OutOfSync" } };
    const other = await wait({ root: good, child: outOfSync }, [[part()]], { timeoutSeconds: 40 });
    assert.deepEqual(other.refreshed, ["root", "child"]);
  });

  it("does not believe that what could not be compared is Synced before Argo CD has compared it from scratch", async () => {
    const { message, hard } = await waitWhile([uncompared, good], [uncompared, good]);
    assert.match(message ?? "", /^For 60 s Argo CD has not been able to compare the environment with Git/);
    assert.match(message ?? "", /child: .*spec\.selector: field is immutable/);
    assert.ok(hard.length > 1);
  });

  it("does not miss an answer that was replaced before the next look", async () => {
    const { message, hard } = await waitWhile([uncompared, good], [good], [uncompared, good]);
    assert.match(message ?? "", /child: .*spec\.selector: field is immutable/);
    assert.ok(hard.length > 1);
  });

  it("does not miss the first one either, which no look has found", async () => {
    const { message, hard } = await waitWhile([{ ...good, sync: { status: "OutOfSync" } }, good], [good], [uncompared]);
    assert.match(message ?? "", /child: .*spec\.selector: field is immutable/);
    assert.ok(hard.length > 1);
  });

  it("asks so once where the trouble has passed, and not at all where there was none", async () => {
    assert.deepEqual(await waitWhile([uncompared, uncompared, progressing, good], [progressing, good]), {
      message: undefined,
      hard: ["child"],
    });
    assert.deepEqual(await waitWhile([{ ...good, sync: { status: "OutOfSync" } }, good], []), {
      message: undefined,
      hard: [],
    });
  });

  it("fails in the end by the pod and why, beside what Argo CD says", async () => {
    const { message } = await wait({ root: good, child: progressing }, [[part()]]);
    assert.equal(
      message,
      "After 100 s the environment is not deployed. What Argo CD and the cluster say:\n" +
        "  - child: Synced, Progressing\n" +
        "  - Gateway ns/gw: its Deployment gw: 0 of 1 replicas are available; pod gw-1 crashes",
    );
  });

  it("asks for the controller that would compare, once that has had the time: in a short wait too", async () => {
    const annotations = { "argocd.argoproj.io/refresh": "normal" };
    const { message, log } = await wait({ root: good }, [[]], { timeoutSeconds: 20, annotations });
    assert.match(log[0] ?? "", /Argo CD has not looked at it since it was asked to\)$/);
    assert.equal(
      message,
      "After 20 s the environment is not deployed. What Argo CD and the cluster say:\n" +
        "  - root: Synced, Healthy; Argo CD has not looked at it since it was asked to: does its application controller run?",
    );
  });

  it("fails sooner by what time alone will not mend", async () => {
    const { message } = await wait({ root: good }, [[part({ broken: true, detail: "can't pull the image" })]]);
    assert.equal(
      message,
      "For 60 s something that the environment needs has not been able to start. What Argo CD and the cluster say:\n" +
        "  - Gateway ns/gw: can't pull the image",
    );
  });

  it("fails at once by what a freeze keeps from coming, and only then", async () => {
    const outOfSync = { ...good, sync: { status: "OutOfSync" } };
    const heldBack = (applications: readonly Looked[]) => {
      const [held] = applications.filter(({ application }) => application?.status?.sync?.status === "OutOfSync");
      return held && new UserError(`${held.name} waits for the end of a freeze`);
    };
    const { message, log } = await wait({ root: good, child: outOfSync, lost: null }, [[]], { heldBack });
    assert.deepEqual([message, log.length], ["child waits for the end of a freeze", 1]);
    const after = await wait({ root: good, child: progressing }, [[part()]], { heldBack });
    assert.match(after.message ?? "", /^After 100 s/);
  });

  it("does not miss what an Application that is still to come may bring", async () => {
    const missing = part({ missing: true, detail: "is not there" });
    const refused = part({ kind: "Deployment", name: "agentgateway", detail: "0 of 1 replicas are available" });
    const { message } = await wait({ root: progressing, child: null }, [[missing, refused]]);
    assert.match(message ?? "", /child: is not there\n {2}- Deployment ns\/agentgateway: 0 of 1/);
    assert.doesNotMatch(message ?? "", /Gateway/);
    assert.match((await wait({ root: good }, [[missing]])).message ?? "", /Gateway ns\/gw: is not there/);
  });

  it("does not ask the cluster before Argo CD has brought anything", async () => {
    const { looked } = await wait({ root: { sync: { status: "OutOfSync" } }, child: null }, [[part()]]);
    assert.equal(looked, 0);
  });

  describe("and the commit that it is at", () => {
    const at = (revision: string) => ({ ...good, sync: { status: "Synced", revision } });

    it("does not end while Argo CD is content with another commit, and has it look again", async () => {
      const judged = (name: string, revision: string): Verdict =>
        name === "root" || revision === "new"
          ? { ok: true }
          : { ok: false, why: "its files are not those of this checkout: k8s/a.yaml" };
      const { message, refreshed } = await wait({ root: at("old"), child: at("old") }, [[]], { judged });
      assert.equal(
        message,
        "For 60 s Argo CD has been at another commit than this checkout's. What Argo CD and the cluster say:\n" +
          "  - child: Synced, Healthy at old; its files are not those of this checkout: k8s/a.yaml",
      );
      assert.deepEqual(refreshed.slice(0, 2), ["root", "child"]);
      assert.ok(refreshed.length > 3 && refreshed.slice(2).every((name) => name === "child"), String(refreshed));
      assert.equal((await wait({ root: at("old"), child: at("new") }, [[]], { judged })).message, undefined);
    });

    it("reports in the end, once, what somebody has pushed meanwhile, and is done", async () => {
      let polls = 0;
      const judged = (): Verdict =>
        ++polls < 4 ? { ok: false, why: "not yet" } : { ok: true, report: "Argo CD has deployed another commit" };
      const { message, reports } = await wait({ root: at("a"), child: at("a") }, [[]], { judged });
      assert.equal(message, undefined);
      assert.deepEqual(reports, ["Argo CD has deployed another commit"]);
    });

    it("judges none before Argo CD itself is done", async () => {
      const { message } = await wait({ root: { ...at("a"), health: { status: "Progressing" } } }, [[]], {
        judged: () => ({ ok: false, why: "never asked" }),
      });
      assert.doesNotMatch(message ?? "", /never asked/);
    });
  });
});
