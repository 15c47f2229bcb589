import assert from "node:assert/strict";
import { childApplications } from "../../../../components/application/children";
import { isReleased, pointedAt, released, type LiveApplication } from "../../../../cli/takeover/application";
import type { FieldSet } from "../../../../kube/live";
import { withoutTracking } from "../../../../cli/takeover/objects";
import { appliedByServer, claimed } from "../../../../cli/takeover/ownership";
import { untracked } from "../../../../cli/takeover/marked";
import { planTakeover } from "../../../../cli/takeover/plan";
import { secondRepositories } from "../../../../cli/takeover/repositories";
import { describePlan } from "../../../../cli/takeover/print";
import {
  application,
  child,
  CHILDREN,
  env,
  facts,
  key,
  live,
  object,
  route,
  backend,
  tracked,
} from "../../../../dev/support/takeoverFacts";
import { refKey, refOf, showRef } from "../../../../kube/ref";

const NAMESPACE = env.namespace;

const names = (entries: { object: Parameters<typeof showRef>[0] }[]) =>
  entries.map(({ object: each }) => showRef(each));
const problems = (over: Parameters<typeof facts>[0]) =>
  planTakeover(facts(over)).refusals.map(({ path, problem }) => `${path} ${problem}`);

describe("the plan of taking over", () => {
  it("adopts, keeps and makes, and has nothing against it", () => {
    const plan = planTakeover(facts());
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(names(plan.adopted), [
      "Application argocd/agentgateway-infra-root",
      `Secret ${NAMESPACE}/openai-secret`,
      "ConfigMap argocd/argocd-cm",
    ]);
    assert.deepEqual(names(plan.kept), [
      ...CHILDREN.map((name) => `Application argocd/${name}`),
      `HTTPRoute ${NAMESPACE}/openai`,
      `AgentgatewayBackend ${NAMESPACE}/openai`,
    ]);
    assert.deepEqual(names(plan.created), ["ServiceAccount argocd/new-one"]);
    assert.deepEqual(plan.left, []);
    assert.deepEqual(plan.overwritten, [
      `Secret ${NAMESPACE}/openai-secret: what the stack sets in it`,
      'ConfigMap argocd/argocd-cm: timeout.reconciliation, which is "60s"',
    ]);
  });

  it("adopts nothing twice: it can be run again where it stopped", () => {
    const alreadyCreated = new Set([refKey(refOf(key))]);
    assert.ok(!names(planTakeover(facts({ alreadyCreated })).adopted).includes(`Secret ${NAMESPACE}/openai-secret`));
  });

  it("refuses where Argo CD would prune what the new tree does not have", () => {
    const old = object("v1", "Service", "legacy");
    assert.deepEqual(problems({ more: [old], there: [tracked(old)] }), [
      `Service ${NAMESPACE}/legacy is on the cluster and not in the new tree, so Argo CD would delete it`,
    ]);
  });

  it("leaves a Secret that can't be in Git, and an Application that the root made besides", () => {
    const secret = object("v1", "Secret", "old-secret");
    const over = {
      more: [secret],
      apps: [child("monitoring")],
      there: [tracked(secret), tracked(child("monitoring"), "agentgateway-infra-root")],
    };
    const plan = planTakeover(facts(over));
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(names(plan.left), ["Application argocd/monitoring", `Secret ${NAMESPACE}/old-secret`]);
    assert.deepEqual(
      untracked(facts(over)).map(({ metadata }) => metadata.name),
      ["openai-secret", "monitoring", "old-secret"],
    );
  });

  it("refuses a second Application with the same objects, and one that an ApplicationSet writes", () => {
    const ours = facts();
    const generated = { ...ours.applications[0]! };
    generated.metadata = { ...generated.metadata, ownerReferences: [{ kind: "ApplicationSet", name: "all" }] };
    const rival = application("other", [route, backend]);
    assert.deepEqual(problems({ applications: [generated, ...ours.applications.slice(1), rival] }), [
      "Application agentgateway-infra-root belongs to ApplicationSet all, which would write it back",
      `Application other deploys what this environment will: HTTPRoute ${NAMESPACE}/openai and 1 more`,
    ]);
  });

  it("refuses to close the project that somebody else's Application is in", () => {
    const patched = [object("argoproj.io/v1alpha1", "AppProject", "default", {}, "argocd")];
    const applications = [...facts().applications, application("monitoring", [])];
    assert.deepEqual(problems({ patched, applications }), [
      "Application monitoring is in the AppProject default, which will allow nothing any more",
    ]);
  });

  it("refuses what the API server would not take", () => {
    const rejected = new Map([[refKey(refOf(route)), "spec.x: field is immutable"]]);
    assert.deepEqual(problems({ rejected }), [
      `HTTPRoute ${NAMESPACE}/openai can't become what it is to be: spec.x: field is immutable`,
    ]);
  });

  it("says how a workload keeps a selector with labels of the old tree, where it differs in nothing else", () => {
    const workload = (matchLabels: object) =>
      object("apps/v1", "Deployment", "tools", { spec: { selector: { matchLabels } } });
    const remedies = (has: object) => {
      const desired = workload({ app: "tools" });
      const ours = facts({ there: [live(workload(has))] });
      const rejected = new Map([[refKey(refOf(desired)), "spec.selector: field is immutable"]]);
      const { refusals } = planTakeover({ ...ours, delivered: [...ours.delivered, desired], rejected });
      return refusals.map(({ remedy }) => remedy);
    };
    assert.deepEqual(remedies({ app: "tools", environment: "dev" }), [
      "Keep its selector, which has labels of the old tree: " +
        `pulumi config set --path 'selectorLabels["environment"]' dev --stack dev, then npm run render, commit and push.`,
    ]);
    const other = ["Give the new one another name, or say in its entry what the old one says."];
    for (const has of [
      { app: "else", environment: "dev" },
      { app: "tools" },
      { app: "tools", "app.kubernetes.io/name": "x" },
    ])
      assert.deepEqual(remedies(has), other);
  });

  it("refuses an Argo CD that is newer, and takes an older one", () => {
    const server = (version: string) => {
      const template = { spec: { containers: [{ image: `quay.io/argoproj/argocd:v${version}` }] } };
      return live(object("apps/v1", "Deployment", "argocd-server", { spec: { template } }, "argocd"));
    };
    const reported = (version: string) => problems({ workloads: [server(version)] });
    assert.match(reported("3.10.0").join(), /Argo CD is of version 3\.10\.0, and this program installs 3\./);
    assert.match(reported("4.0.0").join(), /4\.0\.0/);
    assert.deepEqual([reported("2.14.9"), reported("3.0.0")], [[], []]);
  });

  it("finds a second Secret for the repository, whatever the spelling of its URL", () => {
    const repositories = [
      { name: "by-hand", url: "https://GIT.example.com/platform" },
      { name: "another", url: "https://git.example.com/another.git" },
      { name: "agentgateway-infra-repo", url: env.repository.url },
    ];
    assert.deepEqual(secondRepositories(facts({ repositories })), ["by-hand"]);
  });

  it("tells it all, and no value of a Secret", () => {
    const text = describePlan(
      "dev",
      planTakeover(facts({ there: [live({ ...key, data: { Authorization: "c2VjcmV0" } })] })),
    );
    assert.match(text, /Pulumi adopts.*openai-secret.*Argo CD keeps.*HTTPRoute.*Gets another value.*New:.*new-one/s);
    assert.doesNotMatch(text, /c2VjcmV0/);
  });
});

describe("an Application that is taken over", () => {
  const before = application("agentgateway", []);

  it("syncs nothing and takes nothing with it once released, and a running sync is ended", () => {
    const running = { ...before, status: { operationState: { phase: "Running" } } };
    const after = released(running);
    assert.deepEqual([before, running, after].map(isReleased), [false, false, false]);
    assert.equal(after.status?.operationState?.phase, "Terminating");
    assert.ok(!("automated" in after.spec.syncPolicy!));
    assert.ok(isReleased({ ...after, status: { operationState: { phase: "Failed" } } }));
  });

  it("has nothing of its old source when it is pointed at the new one", () => {
    const helm = { repoURL: "https://old", chart: "x", helm: { values: "a: 1" } };
    const expected = childApplications(env)[2]!;
    const after = pointedAt({ ...before, spec: { ...before.spec, source: helm } }, expected, { project: "default" });
    assert.deepEqual(after.spec.source, (expected.spec as LiveApplication["spec"]).source);
    assert.equal(after.spec.project, "default");
    assert.ok(isReleased(after));
  });
});

describe("what Argo CD is to forget", () => {
  const MARKS = { "argocd.argoproj.io/tracking-id": "x", "kubectl.kubernetes.io/last-applied-configuration": "{}" };
  const forgotten = (labels: Record<string, string>) =>
    withoutTracking(live(key, { annotations: { ...MARKS, mine: "1" }, labels }), ["a"]);

  it("bears no mark of it and no old text, and keeps what else it has", () => {
    assert.deepEqual(forgotten({ "app.kubernetes.io/instance": "a", mine: "1" }).metadata, {
      ...live(key).metadata,
      annotations: { mine: "1" },
      labels: { mine: "1" },
    });
  });

  it("keeps a label that is not Argo CD's", () => {
    assert.deepEqual(forgotten({ "app.kubernetes.io/instance": "helm" }).metadata.labels, {
      "app.kubernetes.io/instance": "helm",
    });
  });
});

const field = (...names: string[]) => Object.fromEntries(names.map((name) => [`f:${name}`, {}]));
const data = (...names: string[]): FieldSet => ({ "f:data": field(...names) });
const entry = (manager: string, operation: string, fieldsV1: FieldSet, subresource?: string) => ({
  manager,
  operation,
  fieldsV1,
  ...(subresource ? { subresource } : {}),
});

describe("the fields of an object that Pulumi adopts", () => {
  const ours = entry("pulumi-kubernetes-1a2b", "Apply", data("a"));

  it("are its own alone, and what it does not set is kept from it", () => {
    const status = entry("kubectl-edit", "Update", { "f:status": {} }, "status");
    const server = entry("argocd-server", "Update", data("a", "key"));
    assert.deepEqual(
      claimed([
        ours,
        entry("kubectl-client-side-apply", "Update", data("a", "url")),
        entry("kubectl", "Apply", data("a")),
        entry("argocd-controller", "Update", data("b")),
        server,
        status,
      ]),
      [
        ours,
        entry("before-takeover:kubectl-client-side-apply", "Update", data("url")),
        entry("before-takeover:argocd-controller", "Update", data("b")),
        server,
        status,
      ],
    );
  });

  it("stay as they are where Pulumi has not applied the object", () => {
    const before = [entry("kubectl-client-side-apply", "Update", data("a"))];
    assert.deepEqual(claimed(before), before);
  });
});

describe("the fields of an object that Argo CD keeps", () => {
  it("are its own by server-side apply, however it applied them", () => {
    const person = entry("kubectl-edit", "Update", data("c"));
    const status = entry("argocd-controller", "Update", { "f:status": {} }, "status");
    assert.deepEqual(
      appliedByServer([
        entry("argocd-controller", "Apply", data("a")),
        person,
        entry("argocd-controller", "Update", { "f:data": { "f:b": { "f:x": {} } }, "f:spec": {} }),
        status,
      ]),
      [
        person,
        status,
        entry("argocd-controller", "Apply", { "f:data": { "f:a": {}, "f:b": { "f:x": {} } }, "f:spec": {} }),
      ],
    );
  });

  it("stay as they are where Argo CD has applied nothing on the client's side", () => {
    const before = [entry("argocd-controller", "Apply", data("a")), entry("kubectl", "Update", data("a"))];
    assert.equal(appliedByServer(before), before);
  });
});
