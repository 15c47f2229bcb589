import assert from "node:assert/strict";
import { isPaused, isReleased, paused, prunes, type LiveApplication } from "../../../../cli/takeover/application";
import { compareErrors } from "../../../../cli/takeover/compareErrors";
import { controllerDeployment, controllerSelector } from "../../../../cli/takeover/controller";
import { keptByArgoCd, untracked } from "../../../../cli/takeover/marked";
import { planTakeover } from "../../../../cli/takeover/plan";
import { progressOf } from "../../../../cli/takeover/progress";
import { settingsOf } from "../../../../cli/takeover/tracking";
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
  tracked,
} from "../../../../dev/support/takeoverFacts";
import type { LiveObject } from "../../../../kube/live";
import { refKey, refOf, showRef } from "../../../../kube/ref";

const ROOT = "agentgateway-infra-root";
const GIT = env.repository.url;

const SETTINGS = refKey(settingsOf(env));

type Over = Parameters<typeof facts>[0];
const planOf = (over: Over) => planTakeover(facts(over));
const problems = (over: Over) => planOf(over).refusals.map(({ path, problem }) => `${path} ${problem}`);

/** An Application with a spec that is in part another one. */
function withSpec(
  name: string,
  spec: Partial<LiveApplication["spec"]>,
  listed = [] as Parameters<typeof application>[1],
) {
  const before = application(name, listed);
  return { ...before, spec: { ...before.spec, ...spec } };
}

/** The environment's Applications, with one in place of that of its name, or beside them. */
const withApplication = (one: LiveApplication) => [
  ...facts().applications.filter(({ metadata }) => metadata.name !== one.metadata.name),
  one,
];

describe("the old root, once Argo CD has looked at the new tree", () => {
  const kustomization = object("kustomize.config.k8s.io/v1beta1", "Kustomization", undefined as unknown as string);
  const created = object("argoproj.io/v1alpha1", "AppProject", "agentgateway-infra", {}, "argocd");
  const apps = [kustomization, created, child("agentgateway-configs-stage")];

  it("lists files of Kustomize and what is not on the cluster, which are no reason to refuse", () => {
    assert.deepEqual(planOf({ apps }).refusals, []);
    assert.deepEqual(planOf({ more: [object("v1", "ConfigMap", "of-the-new-tree")] }).refusals, []);
  });

  it("lists what is on the cluster by another Application, which is neither pruned nor forgotten", () => {
    const there = [tracked(created, "another"), tracked(child("agentgateway-configs-stage"), "another")];
    const over = { apps, there };
    assert.deepEqual(planOf(over).refusals, []);
    assert.deepEqual(planOf(over).left, []);
    assert.deepEqual(
      untracked(facts(over)).map(({ metadata }) => metadata.name),
      ["openai-secret"],
    );
    assert.ok(!keptByArgoCd(facts(over)).some(({ kind }) => kind === "AppProject"));
  });

  it("has deployed what bears its mark, which would be pruned", () => {
    const lost = [
      "AppProject argocd/agentgateway-infra is on the cluster and not in the new tree, so Argo CD would delete it",
    ];
    assert.deepEqual(problems({ apps, there: [tracked(created, ROOT)] }), lost);
    const labelled = live(created, { labels: { "argocd.argoproj.io/instance": ROOT } });
    const settings = object(
      "v1",
      "ConfigMap",
      "argocd-cm",
      {
        data: { "application.instanceLabelKey": "argocd.argoproj.io/instance" },
      },
      "argocd",
    );
    assert.deepEqual(problems({ apps, there: [labelled] }), []);
    assert.deepEqual(problems({ apps, there: [labelled, live(settings)] }), lost);
  });

  it("keeps CRDs, which bear no mark and are not pruned", () => {
    const crd = object(
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      "gateways.gateway.networking.k8s.io",
      {},
      "",
    );
    const over = { there: [live(crd)], applications: withApplication(application("gateway-api-crds", [crd])) };
    assert.deepEqual(planOf(over).refusals, []);
    assert.deepEqual(
      keptByArgoCd(facts(over)).map(({ kind }) => kind),
      ["CustomResourceDefinition"],
    );
  });
});

describe("Applications of other environments on the same Argo CD", () => {
  const stage = withSpec("agentgateway-configs-stage", {
    source: { repoURL: GIT, path: "k8s/overlays/stage", targetRevision: "dev" },
    destination: { server: "https://stage.example.com:6443", namespace: "agentgateway-stage" },
  });
  const pausedIn = (one: LiveApplication) =>
    planOf({ applications: withApplication(one) }).paused.map(({ object: each }) => each.name);

  it("are paused where they read the branch that gets the new tree, by whichever of their sources", () => {
    assert.deepEqual(pausedIn(stage), ["agentgateway-configs-stage"]);
    const values = { repoURL: GIT.replace("https://", "ssh://git@"), targetRevision: "HEAD", ref: "values" };
    const chart = { repoURL: "ghcr.io/acme/charts", chart: "x", targetRevision: "v1.0.0" };
    const { source: _, ...spec } = stage.spec;
    assert.deepEqual(pausedIn({ ...stage, spec: { ...spec, sources: [chart, values] } }), [
      "agentgateway-configs-stage",
    ]);
    const text = describePlan("dev", planOf({ applications: withApplication(stage) }));
    assert.match(
      text,
      /syncs nothing from --release on; what it has deployed stays:\n {2}Application argocd\/agentgateway-configs-stage/,
    );
  });

  it("are left alone where they read something else, or are those of a stack of this program", () => {
    for (const spec of [
      { source: { repoURL: GIT, path: "x", targetRevision: "0123456789abcdef0123456789abcdef01234567" } },
      { source: { repoURL: "https://git.example.com/other.git", path: "x", targetRevision: "dev" } },
      { project: "agentgateway-infra-stage" },
    ])
      assert.deepEqual(pausedIn({ ...stage, spec: { ...stage.spec, ...spec } }), []);
  });

  it("are refused where an ApplicationSet would start them again", () => {
    const generated = {
      ...stage,
      metadata: { ...stage.metadata, ownerReferences: [{ kind: "ApplicationSet", name: "all" }] },
    };
    assert.deepEqual(problems({ applications: withApplication(generated) }), [
      "Application agentgateway-configs-stage belongs to ApplicationSet all, which would write it back",
    ]);
  });

  it("have no conflict on another cluster, with objects of the same names", () => {
    const rival = (destination: object) => withSpec("other", { destination }, [route]);
    const remote = { server: "https://prod.example.com", namespace: env.namespace };
    assert.deepEqual(problems({ applications: withApplication(rival(remote)) }), []);
    for (const destination of [{ server: "https://kubernetes.default.svc" }, { name: "in-cluster" }])
      assert.equal(problems({ applications: withApplication(rival(destination)) }).length, 1);
  });

  it("conflict where they have deployed what this one will, and not where they only list it", () => {
    const reader = { ...stage, status: application("x", [route]).status } as LiveApplication;
    const applications = withApplication(reader);
    assert.deepEqual(problems({ applications }), []);
    const [refusal] = planOf({ applications, there: [tracked(route, "agentgateway-configs-stage")] }).refusals;
    assert.match(refusal?.problem ?? "", /deploys what this environment will/);
    assert.match(refusal?.remedy ?? "", /kubectl delete application -n argocd agentgateway-configs-stage/);
  });

  it("may be in the project that is closed while they are paused", () => {
    const patched = [object("argoproj.io/v1alpha1", "AppProject", "default", {}, "argocd")];
    assert.deepEqual(problems({ patched, applications: withApplication(stage) }), []);
  });

  it("are let go of by the root that made them, and made by nobody then", () => {
    const over = {
      apps: [child("agentgateway-configs-stage")],
      there: [tracked(child("agentgateway-configs-stage"), ROOT)],
    };
    const applications = [...facts(over).applications, stage];
    const all = { ...facts(over), applications };
    assert.deepEqual(planTakeover(all).left, []);
    assert.ok(untracked(all).some(({ metadata }) => metadata.name === "agentgateway-configs-stage"));
  });

  it("are refused under a name of this environment's", () => {
    const remote = withSpec("agentgateway-configs", { destination: { server: "https://prod.example.com" } });
    const [refusal] = planOf({ applications: withApplication(remote) }).refusals;
    assert.match(
      refusal?.problem ?? "",
      /deploys to https:\/\/prod\.example\.com, and dev is on Argo CD's own cluster/,
    );
    assert.match(refusal?.remedy ?? "", /kubectl delete application -n argocd agentgateway-configs$/);
  });

  it("keep their finalizers when they are paused", () => {
    const after = paused({ ...stage, status: { operationState: { phase: "Running" } } });
    assert.deepEqual(after.metadata.finalizers, stage.metadata.finalizers);
    assert.equal(after.status?.operationState?.phase, "Terminating");
    const ended = { ...after, status: { operationState: { phase: "Failed" } } };
    assert.deepEqual(
      [isPaused(stage), isPaused(after), isPaused(ended), isReleased(ended)],
      [false, false, true, false],
    );
  });
});

describe("a run after one whose pulumi up failed", () => {
  it("compares once, and does not stop the new root", () => {
    const created = (...keys: string[]) => progressOf({ environment: env, alreadyCreated: new Set(keys) });
    const root = refKey(refOf(child(ROOT)));
    assert.deepEqual(created(refKey(refOf(key))), { compared: false, synced: false });
    assert.deepEqual(created(SETTINGS), { compared: true, synced: false });
    assert.deepEqual(created(SETTINGS, root), { compared: true, synced: true });
  });
});

describe("charts and CRDs of another origin", () => {
  const chart = { repoURL: "ghcr.io/other/charts", chart: "agentgateway", targetRevision: "v2.2.0" };
  const values = { repoURL: GIT, targetRevision: "dev", ref: "values" };
  const { source: _, ...spec } = application("agentgateway", []).spec;
  const old = {
    ...application("agentgateway", []),
    spec: {
      ...spec,
      sources: [values, { ...chart, helm: { valueFiles: ["$values/charts/values.yaml", "own.yaml"] } }],
    },
  };

  it("are named, with where their values come from", () => {
    const gatewayApi = withSpec("gateway-api-crds", {
      source: {
        repoURL: "https://git.example.com/gateway-api.git",
        path: "config/crd/standard",
        targetRevision: "v1.4.0",
      },
      destination: { server: "https://kubernetes.default.svc", namespace: "gateway-system" },
    });
    const namespace = object("v1", "Namespace", "gateway-system", {}, "");
    const applications = [...facts().applications.filter(({ metadata }) => metadata.name === ROOT), gatewayApi, old];
    const plan = planOf({ applications, there: [live(namespace)] });
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(
      plan.overwritten.filter((line) => line.startsWith("Application")),
      [
        "Application gateway-api-crds: its source, which is config/crd/standard of https://git.example.com/gateway-api.git at v1.4.0",
        "Application agentgateway: its source, which is chart agentgateway of ghcr.io/other/charts at v2.2.0",
        `Application agentgateway: values of its chart, by charts/values.yaml of ${GIT} at dev, own.yaml: set those that you need in controlPlane.values`,
      ],
    );
    assert.deepEqual(
      plan.left.map(({ object: each }) => showRef(each)),
      ["Namespace gateway-system"],
    );
  });

  it("show no value", () => {
    const inline = withSpec("agentgateway", {
      source: {
        ...chart,
        helm: { values: "password: of-the-chart", parameters: [{ name: "a", value: "secret-parameter" }] },
      },
    });
    const text = describePlan("dev", planOf({ applications: withApplication(inline) }));
    assert.match(text, /by values in the Application, parameters in the Application/);
    assert.doesNotMatch(text, /of-the-chart|secret-parameter/);
  });

  const controller = (matchLabels: object): LiveObject => {
    const { apiVersion, kind, name, namespace } = controllerDeployment(env);
    return live(object(apiVersion, kind, name, { spec: { selector: { matchLabels } } }, namespace));
  };
  const selector = controllerSelector("agentgateway");

  it("replace the controller's Deployment where its selector differs, and nothing else", () => {
    const plan = planOf({ there: [controller({ ...selector, "app.kubernetes.io/component": "x" })] });
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(
      plan.replaced.map(({ object: each }) => showRef(each)),
      ["Deployment agentgateway-system/agentgateway"],
    );
    assert.match(describePlan("dev", plan), /but for what is replaced\.[^]*Is replaced.*\n.*proxies go on/);
    for (const over of [{}, { there: [controller(selector)] }]) {
      assert.deepEqual(planOf(over).replaced, []);
      assert.doesNotMatch(describePlan("dev", planOf(over)), /replaced/);
    }
  });

  describe("that no longer have an object", () => {
    const lost = {
      version: "v1",
      kind: "ConfigMap",
      namespace: "agentgateway-system",
      name: "old",
      requiresPruning: true,
    };
    const ref = object("v1", "ConfigMap", "old", {}, "agentgateway-system");
    const withLost = (syncOptions?: string[]): LiveApplication => ({
      ...old,
      spec: { ...old.spec, syncPolicy: { ...(syncOptions && { syncOptions }) } },
      status: { resources: [lost] },
    });
    const remedies = (there: LiveObject) =>
      compareErrors(withLost(), { environment: env, live: new Map([[refKey(refOf(there)), there]]) }).map(
        ({ remedy }) => remedy,
      );

    it("have Argo CD forget it, by a command", () => {
      const [remedy] = remedies(tracked(ref, "agentgateway"));
      assert.match(
        remedy ?? "",
        /kubectl annotate configmap old -n agentgateway-system argocd\.argoproj\.io\/tracking-id-/,
      );
      const [byLabel] = remedies(live(ref, { labels: { "app.kubernetes.io/instance": "agentgateway" } }));
      assert.match(byLabel ?? "", /kubectl label configmap old -n agentgateway-system app\.kubernetes\.io\/instance-/);
    });

    it("keep it where nothing is pruned", () => {
      assert.equal(prunes(withLost()).length, 1);
      assert.deepEqual(prunes(withLost(["Prune=false"])), []);
    });
  });

  it("keep all component Applications", () => {
    assert.deepEqual(
      planOf({ applications: withApplication(old) })
        .kept.map(({ object: each }) => each.name)
        .slice(0, 4)
        .sort(),
      [...CHILDREN].sort(),
    );
    assert.ok(untracked(facts()).some(({ metadata }) => metadata.name === key.metadata.name));
  });
});
