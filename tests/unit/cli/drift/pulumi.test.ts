import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { readEvents, type Command } from "../../../../cli/drift/pulumi/events";
import { assessPulumi } from "../../../../cli/drift/pulumi/assess";

const CLUSTER = "urn:pulumi:dev::p::pulumi:providers:kubernetes::cluster::1234";
const urn = (name: string) => `urn:pulumi:dev::p::kubernetes:core/v1:Secret::${name}`;

function state(name: string) {
  return { custom: true, inputs: { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "ns" } } };
}

function event(op: string, name: string, more: object = {}, type = "resourcePreEvent") {
  const metadata = { op, urn: urn(name), provider: CLUSTER, old: state(name), new: state(name), ...more };
  return { [type]: { metadata } } as unknown as EngineEvent;
}

const assess = (events: EngineEvent[], live = {}, command: Command = "preview") =>
  assessPulumi({
    stack: "dev",
    resources: readEvents(command, events),
    live: new Map(Object.entries(live)),
    managers: [],
  });

describe("drift: what Pulumi owns", () => {
  it("has nothing to say of resources that are as they were", () => {
    assert.deepEqual(
      assess([event("refresh", "a"), event("same", "a", {}, "resOutputsEvent"), event("same", "a")]),
      [],
    );
  });

  it("takes the step of the update over what the refresh before it saw", () => {
    const refreshed = event("update", "a", { detailedDiff: { "data.x": { diffKind: "update" } } }, "resOutputsEvent");
    assert.deepEqual(assess([event("refresh", "a"), refreshed, event("same", "a")]), []);
  });

  it("takes what a refresh has found, where it is asked alone: the other way round", () => {
    const found = (op: string, more = {}) =>
      assess([event("refresh", "a"), event(op, "a", more, "resOutputsEvent")], {}, "refresh").map(({ what }) => what);
    assert.deepEqual(found("update", { detailedDiff: { "metadata.labels": { diffKind: "delete" } } }), [
      "metadata.labels was removed",
    ]);
    assert.match(found("delete", { new: null })[0]!, /is gone/);
    assert.deepEqual(found("same"), []);
  });

  it("names the fields of an object, who changed them and when", () => {
    const detailedDiff = { 'metadata.labels["a/b"]': { diffKind: "add" }, "data.key": { diffKind: "update" } };
    const managedFields = [
      {
        manager: "kubectl-patch",
        operation: "Update",
        time: "2026-11-24T21:04:00Z",
        fieldsV1: { "f:data": { "f:key": {} } },
      },
    ];
    const live = { [urn("a")]: { metadata: { name: "a", managedFields } } };
    const remedy = "pulumi up --stack dev restores it.";
    assert.deepEqual(assess([event("update", "a", { detailedDiff })], live), [
      { side: "pulumi", where: "Secret ns/a", what: 'metadata.labels["a/b"] was removed', remedy },
      {
        side: "pulumi",
        where: "Secret ns/a",
        what: "data.key was changed",
        by: "kubectl-patch",
        at: "2026-11-24T21:04:00Z",
        remedy,
      },
    ]);
  });

  it("sees what was added to an object that Pulumi finds as it was", () => {
    const managedFields = [{ manager: "kubectl-edit", fieldsV1: { "f:data": { "f:exec.enabled": {} } } }];
    const [finding] = assess([event("same", "a")], { [urn("a")]: { metadata: { name: "a", managedFields } } });
    assert.equal(finding?.what, 'data["exec.enabled"] was set');
    assert.match(finding?.remedy ?? "", /^pulumi up --stack dev restores it/);
  });

  it("says of a resource that is gone, and of one that is made no more", () => {
    assert.match(assess([event("create", "a", { old: null })])[0]!.what, /is gone/);
    assert.match(assess([event("delete", "a", { new: null })])[0]!.what, /makes it no more/);
  });

  it("passes over components and providers", () => {
    const component = event("update", "a", { urn: "urn:pulumi:dev::p::x:index:Y::z", new: {} });
    const provider = event("update", "a", { urn: CLUSTER });
    assert.deepEqual(readEvents("preview", [component, provider]), []);
  });
});
