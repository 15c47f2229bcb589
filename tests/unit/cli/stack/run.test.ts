import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { errorsIn, eventsOf } from "../../../../cli/stack/automation";
import { mustPulumi, pulumi, PulumiError, type Cli } from "../../../../cli/stack/run";

/** A program in place of the CLI: what is tested is how it is run. */
const script = (text: string): [string[], Cli] => [["-e", text], { command: process.execPath }];

/** Ends at the first SIGINT, and says how many it has received by then and shortly afterwards. */
const POLITE = `
  let received = 0;
  process.on("SIGINT", () => {
    if (++received === 1) setTimeout(() => { console.log("interrupts", received); process.exit(0); }, 200);
  });
  console.log("ready");
  setInterval(() => {}, 1000);
`;

describe("running the Pulumi CLI", () => {
  it("tells how it ended, and what it wrote", async () => {
    const [args, cli] = script(`process.stdin.pipe(process.stdout); console.error("why"); process.exitCode = 3`);
    const heard: string[] = [];
    const outcome = await pulumi(args, { ...cli, input: "secret", onOutput: (chunk) => heard.push(chunk) });
    assert.deepEqual(outcome, { code: 3, stdout: "secret", stderr: "why\n" });
    assert.equal(heard.join(""), "secret");
    await assert.rejects(mustPulumi(args, cli), {
      name: "UserError",
      message: "pulumi -e " + args[1] + " failed:\nwhy",
    });
  });

  it("gives it the variables that are named, and no others", async () => {
    process.env.PULUMI_OF_THE_USER = "x";
    try {
      const [args, cli] = script(`console.log(process.env.PULUMI_OF_THE_USER, process.env.OURS)`);
      assert.equal((await pulumi(args, { ...cli, env: { OURS: "y" } })).stdout, "undefined y\n");
      assert.equal((await pulumi(args, cli)).stdout, "x undefined\n");
    } finally {
      delete process.env.PULUMI_OF_THE_USER;
    }
  });

  it("gives it a directory for temporary files that is removed afterwards", async () => {
    const [args, cli] = script(`console.log(process.env.TMPDIR)`);
    const directory = (await pulumi(args, cli)).stdout.trim();
    assert.match(directory, /agentgateway-pulumi-/);
    assert.equal(existsSync(directory), false);
  });

  it("interrupts it once, and waits until it has ended", async () => {
    const [args, cli] = script(POLITE);
    const controller = new AbortController();
    let output = "";
    const onOutput = (chunk: string) => {
      output += chunk;
      if (chunk.includes("ready")) {
        controller.abort(new Error("by the user"));
        // As Ctrl-C arrives when a signal reaches this process, too.
        process.emit("SIGINT");
      }
    };
    await assert.rejects(pulumi(args, { ...cli, signal: controller.signal, onOutput }), /by the user/);
    assert.equal(output, "ready\ninterrupts 1\n");
    assert.equal(process.listenerCount("SIGHUP"), 0);
  });

  it("says what took too long, and what is not there", async () => {
    const [args, cli] = script(POLITE);
    await assert.rejects(pulumi(args, { ...cli, minutes: 0.01 }), {
      name: "UserError",
      message: "pulumi -e did not end within 0.01 minutes.",
    });
    await assert.rejects(pulumi(["up"], { command: "no-such-pulumi" }), /pulumi is not on PATH\. Install it/);
  });
});

describe("events of the Pulumi engine", () => {
  const error = {
    sequence: 1,
    timestamp: 1,
    diagnosticEvent: { severity: "error", message: "no such host\n", color: "" },
  } as const;
  const summary = {
    sequence: 2,
    timestamp: 1,
    summaryEvent: { maybeCorrupt: false, durationSeconds: 1, resourceChanges: {}, policyPacks: {} },
  };

  it("are what an operation reports", async () => {
    const events = await eventsOf("pulumi preview", (onEvent) => Promise.resolve(onEvent(summary)));
    assert.deepEqual(events, [summary]);
    assert.deepEqual(errorsIn([error, summary]), ["no such host"]);
  });

  it("give the reason of a failure, where they have one", async () => {
    const failing = (...said: (typeof error)[]) =>
      eventsOf("pulumi preview", (onEvent) => {
        said.forEach(onEvent);
        return Promise.reject(new PulumiError("pulumi preview", "exit code 255"));
      });
    await assert.rejects(failing(error), { name: "UserError", message: "pulumi preview failed:\nno such host" });
    await assert.rejects(failing(), { message: "pulumi preview failed:\nexit code 255" });
  });

  it("must not be missing: a stack without resources would look like one without drift", async () => {
    await assert.rejects(
      eventsOf("pulumi preview", () => Promise.resolve()),
      /did not report what it found/,
    );
  });
});
