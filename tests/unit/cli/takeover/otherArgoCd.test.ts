import assert from "node:assert/strict";
import { pointedAt, type Destination, type LiveApplication } from "../../../../cli/takeover/application";
import type { Facts } from "../../../../cli/takeover/facts";
import { planTakeover } from "../../../../cli/takeover/plan";
import { progressOf } from "../../../../cli/takeover/progress";
import { projectsToMake, specToCompare } from "../../../../cli/takeover/projects";
import { planOf } from "../../../../cli/takeover/pulumi";
import { deploysThere, secondRegistrations } from "../../../../cli/takeover/registrations";
import { childApplications } from "../../../../components/application/children";
import { appProjects } from "../../../../components/application/projects";
import { rootApplication } from "../../../../components/application/root";
import { OWNER } from "../../../../components/cluster/owner";
import type { Registration } from "../../../../components/cluster/registration";
import { environment } from "../../../../dev/support/environment";
import { application, live, object, route, tracked } from "../../../../dev/support/takeoverFacts";
import { refKey, refOf } from "../../../../kube/ref";

const ADDRESS = "https://stage.example.com:6443";
const CONFIGS = "agentgateway-configs-stage";

const beside = environment({ argocd: { mode: "existing" }, cluster: { controlPlane: "existing" } }, "stage");
const remote = environment({ argocd: { mode: "existing" }, cluster: { name: "stage" } }, "stage");

const here = { server: "https://kubernetes.default.svc", namespace: beside.namespace };
const there = { server: ADDRESS, namespace: remote.namespace };

/** The Application of the configuration as the layout before had it. */
function old(destination: Destination, listed = [route], name = CONFIGS): LiveApplication {
  const before = application(name, listed);
  return { ...before, spec: { ...before.spec, destination } };
}

const registration = (over: Partial<Registration> = {}): Registration => ({
  secret: "stage-by-hand",
  name: "the-stage",
  server: ADDRESS,
  identity: { by: "no token" },
  ...over,
});

/** An environment on an Argo CD that is another stack's. */
function facts(env: typeof beside, applications: LiveApplication[], over: Partial<Facts> = {}): Facts {
  const owned = [...appProjects(env), rootApplication(env)];
  const all = [...applications, tracked(route, CONFIGS)];
  return {
    environment: env,
    server: ADDRESS,
    owned,
    ofHub: new Set(),
    alreadyCreated: new Set(),
    patched: [],
    delivered: [route],
    live: new Map(all.map((each) => [refKey(refOf(each)), each])),
    rejected: new Map(),
    applications,
    registrations: [],
    repositories: [],
    workloads: [],
    ...over,
  };
}

const problems = (some: Facts) => planTakeover(some).refusals.map(({ path, problem }) => `${path} ${problem}`);
const configs = (env: typeof beside) => childApplications(env).at(-1)!;

describe("a stack on the Argo CD of another one, beside it", () => {
  const ours = facts(beside, [old(here)]);

  it("has nothing against being taken over, and leaves what is Argo CD's", () => {
    const plan = planTakeover(ours);
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(
      plan.kept.map(({ object: each }) => each.name),
      [CONFIGS, "openai"],
    );
    assert.deepEqual(plan.left, []);
  });

  it("is compared in its new project, since the old one may be closed", () => {
    assert.deepEqual(projectsToMake(ours), appProjects(beside));
    const [before] = ours.applications as [LiveApplication];
    const { spec } = pointedAt(before, configs(beside), specToCompare(before, configs(beside), ours));
    const desired = configs(beside).spec as LiveApplication["spec"];
    assert.deepEqual([spec.project, spec.destination], [desired.project, desired.destination]);
  });

  it("makes no project again that Pulumi has made, nor one where Argo CD comes with the stack", () => {
    const alreadyCreated = new Set(appProjects(beside).map((project) => refKey(refOf(project))));
    assert.deepEqual(projectsToMake({ ...ours, alreadyCreated }), []);
    const installs = { ...beside, argocd: { ...beside.argocd, mode: "install" as const } };
    assert.deepEqual(projectsToMake({ ...ours, environment: installs }), []);
  });

  it("compares nothing any more once its root is Pulumi's", () => {
    const alreadyCreated = new Set([refKey(refOf(rootApplication(beside)))]);
    assert.deepEqual(progressOf({ environment: beside, alreadyCreated }), { compared: true, synced: true });
    assert.deepEqual(progressOf({ environment: beside, alreadyCreated: new Set() }), {
      compared: false,
      synced: false,
    });
  });

  it("is refused under the names of another stack's objects", () => {
    const [project] = appProjects(beside);
    const theirs = live(project!, { annotations: { [OWNER]: "organization/other/dev" } });
    const found = facts(beside, [old(here)], { live: new Map([[refKey(refOf(theirs)), theirs]]) });
    assert.deepEqual(problems(found), [
      `AppProject ${project!.metadata.name} is in the cluster already, made by the stack organization/other/dev`,
    ]);
  });

  it("names the namespace of that Argo CD in commands", () => {
    const elsewhere = environment(
      { argocd: { mode: "existing", namespace: "openshift-gitops" }, cluster: { controlPlane: "existing" } },
      "stage",
    );
    const { refusals } = planTakeover(facts(elsewhere, [old(there)]));
    assert.match(
      refusals[0]?.remedy ?? "",
      /kubectl delete application -n openshift-gitops agentgateway-configs-stage/,
    );
  });
});

describe("a stack on a cluster that the Argo CD of another one deploys to", () => {
  const known = { registrations: [registration()] };
  const ours = facts(remote, [old(there)], known);

  it("is told by the marks on the cluster, whatever the address", () => {
    assert.deepEqual(problems(ours), []);
    const lost = problems(facts(remote, [old(there)], { ...known, live: new Map() }));
    assert.deepEqual(lost, [
      `Application ${CONFIGS} deploys to ${ADDRESS}, and nothing of what it deployed is on the cluster of cluster.kubeconfig`,
    ]);
    assert.equal(problems(facts(remote, [old(here)])).length, 1);
    const crd = object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "x", {}, "");
    assert.deepEqual(problems(facts(remote, [old(there, [crd], "agentgateway-crds-stage")], known)), []);
  });

  it("is compared by the address that Argo CD knows, which its projects allow until the new name is known", () => {
    const [before] = ours.applications as [LiveApplication];
    assert.deepEqual(specToCompare(before, configs(remote), ours), { destination: there });
    const allowed = projectsToMake(ours).map(({ spec }) => (spec as { destinations: object[] }).destinations);
    const desired = appProjects(remote).map(({ spec }) => (spec as { destinations: object[] }).destinations);
    assert.deepEqual(allowed[0], desired[0]);
    assert.deepEqual(allowed[1], [...desired[1]!, there]);
    const named = {
      ...ours,
      registrations: [registration(), registration({ secret: "cluster-stage", name: "stage" })],
    };
    assert.deepEqual(specToCompare(before, configs(remote), named), {});
    assert.deepEqual(projectsToMake(named), appProjects(remote));
  });

  it("takes the place of the Secret that the old Applications deploy by, and of no other", () => {
    assert.deepEqual(secondRegistrations(ours), [registration()]);
    const byName = facts(remote, [old({ name: "stage", namespace: remote.namespace })], {
      registrations: [registration({ name: "stage", server: "https://10.0.0.5" })],
    });
    assert.equal(secondRegistrations(byName).length, 1);
    const another = { ...ours, server: "https://another.example.com" };
    assert.deepEqual(secondRegistrations(another), []);
    const strange = { ...ours, registrations: [registration({ name: "stage", server: "https://10.0.0.5" })] };
    assert.deepEqual(secondRegistrations(strange), []);
    assert.match(problems(strange).join(), /Argo CD knows "stage" already, by its Secret stage-by-hand/);
    const given = { ...remote, cluster: { ...remote.cluster, controlPlane: "existing" as const } };
    assert.deepEqual(secondRegistrations({ ...ours, environment: given }), []);
  });

  it("is refused where others deploy by that Secret", () => {
    const other = old({ server: `${ADDRESS}/`, namespace: "monitoring" }, [], "monitoring");
    const shared = facts(remote, [old(there), other], known);
    assert.ok(deploysThere(other, shared));
    assert.deepEqual(problems(shared), [
      "Application monitoring deploys by the Secret stage-by-hand, in place of which Argo CD gets one that may deploy this environment alone",
    ]);
    const adopted = { registrations: [registration({ secret: "cluster-stage", name: "stage" })] };
    assert.equal(problems(facts(remote, [old(there), other], adopted)).length, 1);
    const created = { ...adopted, alreadyCreated: new Set([`/Secret/argocd/cluster-stage`]) };
    assert.deepEqual(problems(facts(remote, [old(there), other], created)), []);
  });
});

describe("the objects of a preview", () => {
  it("are on the cluster of their provider", () => {
    const event = (provider: string, name: string) => ({
      resourcePreEvent: {
        metadata: {
          op: "create",
          type: "kubernetes:core/v1:ConfigMap",
          provider: `urn:pulumi:stage::x::pulumi:providers:kubernetes::${provider}::id`,
          new: { inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name } } },
        },
      },
    });
    const events = [event("hub", "a"), event("default-adopting-hub", "b"), event("cluster", "c")];
    const { ofHub, alreadyCreated } = planOf(events as unknown as Parameters<typeof planOf>[0]);
    assert.deepEqual([[...ofHub], alreadyCreated.size], [["/ConfigMap//a", "/ConfigMap//b"], 0]);
  });
});
