import assert from "node:assert/strict";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";
import { leavePromisesUntraced } from "../../../components/pulumiRuntime";

/** Internal to the SDK, so not in its types. */
const { debuggablePromise } = debuggable as unknown as {
  debuggablePromise: (promise: Promise<void>, context: string) => Promise<void>;
};

describe("promises of Pulumi", () => {
  const prepare = Error.prepareStackTrace?.bind(Error);
  afterEach(() => (Error.prepareStackTrace = prepare));

  const trace = async () => {
    const promise = Promise.resolve() as Promise<void> & { _debugStackTrace?: string };
    await debuggablePromise(promise, "test");
    return promise._debugStackTrace;
  };

  it("are made without a stack trace, which all else keeps", async () => {
    leavePromisesUntraced({});
    assert.equal(await trace(), "Error");
    assert.match(new Error("x").stack ?? "", /^Error: x\n +at .*pulumiRuntime\.test\.ts:\d+/);
  });

  it("keep theirs for who looks for leaks", async () => {
    leavePromisesUntraced({ PULUMI_DEBUG_PROMISE_LEAKS: "1" });
    assert.match((await trace()) ?? "", /pulumiRuntime\.test\.ts/);
  });
});
