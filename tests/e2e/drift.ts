import assert from "node:assert/strict";
import { REFRESH } from "../../components/application/status";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, eventually } from "../../dev/support/shell";

interface Report {
  drift: boolean;
  findings: { side: string; where: string; what: string; by?: string }[];
}

interface Application {
  metadata: { annotations?: Record<string, string> };
  status: { operationState?: { phase: string } };
}

const NAMESPACE = "agentgateway-system";
const unhealed = { spec: { syncPolicy: { automated: { prune: true, selfHeal: false } } } };
const paused = { spec: { syncPolicy: { automated: null } } };
const merge = (object: string, patch: object) => ["patch", object, "--type=merge", "-p", JSON.stringify(patch)];

/** What somebody does by hand, in an order in which nothing reverts it, and what is reported of it. */
const DRIFT: { in: string; does: string[]; reported: [side: string, where: string, what: RegExp] }[] = [
  {
    in: "argocd",
    does: merge("application/agentgateway-infra-root", paused),
    reported: ["argocd", "Application argocd/agentgateway-infra-root", /it is paused/],
  },
  {
    in: "argocd",
    does: merge("application/agentgateway-configs", unhealed),
    reported: ["argocd", "Application argocd/agentgateway-configs", /no longer reverts/],
  },
  {
    in: "argocd",
    does: merge("application/agentgateway", paused),
    reported: ["argocd", "Application argocd/agentgateway", /it is paused/],
  },
  {
    in: NAMESPACE,
    does: ["scale", "deployment/mcp-website-fetcher", "--replicas=3"],
    reported: ["argocd", `Deployment ${NAMESPACE}/mcp-website-fetcher`, /^spec\.replicas was changed/],
  },
  {
    in: NAMESPACE,
    does: merge("httproute/openai", { spec: { hostnames: ["elsewhere.example.com"] } }),
    reported: ["argocd", `HTTPRoute ${NAMESPACE}/openai`, /^spec\.hostnames was set/],
  },
  {
    in: NAMESPACE,
    does: ["delete", "agentgatewaybackend/anthropic"],
    reported: ["argocd", `AgentgatewayBackend ${NAMESPACE}/anthropic`, /is gone/],
  },
  {
    in: NAMESPACE,
    does: ["create", "configmap", "notes", "--from-literal=a=b"],
    reported: ["argocd", `ConfigMap ${NAMESPACE}/notes`, /somebody made it/],
  },
  {
    in: "argocd",
    does: merge("appproject/agentgateway-infra", { spec: { sourceRepos: ["*"] } }),
    reported: ["argocd", "AppProject argocd/agentgateway-infra", /^spec\.sourceRepos\S* was changed/],
  },
  {
    in: NAMESPACE,
    does: merge("secret/openai-secret", { data: { Authorization: "c3RvbGVu" } }),
    reported: ["pulumi", `Secret ${NAMESPACE}/openai-secret`, /^data\.Authorization was changed/],
  },
  {
    in: NAMESPACE,
    does: ["label", `namespace/${NAMESPACE}`, "drift=yes"],
    reported: ["pulumi", `Namespace ${NAMESPACE}`, /^metadata\.labels\.drift was set/],
  },
  {
    in: "argocd",
    does: ["label", "namespace/argocd", "pod-security.kubernetes.io/enforce-"],
    reported: ["pulumi", "Namespace argocd", /^metadata\.labels.* was removed/],
  },
  {
    in: "argocd",
    does: merge("configmap/argocd-cm", { data: { "exec.enabled": "true" } }),
    reported: ["pulumi", "ConfigMap argocd/argocd-cm", /exec\.enabled.* was set/],
  },
  {
    in: "argocd",
    does: ["delete", "secret/agentgateway-charts"],
    reported: ["pulumi", "Secret argocd/agentgateway-charts", /is gone/],
  },
];

/** Pulumi's own commands that show it. */
const SHOWING = [["preview"], ["refresh", "--preview-only"]];

const unanchored = ({ source }: RegExp) => new RegExp(source.replace(/^\^/, ""));

/** What neither Pulumi nor Argo CD restores: Argo CD leaves alone what Git does not mention. */
const LEFT: string[][] = [
  ["delete", "configmap/notes", "-n", NAMESPACE],
  ["patch", "httproute/openai", "-n", NAMESPACE, "--type=merge", "-p", '{"spec":{"hostnames":null}}'],
];

/** A part of the story: drift of a dozen kinds at once, each named, and all of it restored. */
export function driftOfManyKinds(checkout: () => Checkout): void {
  const kubectl = async (...words: string[]) =>
    assertCode(await checkout().shell("kubectl", ["--context", "dev", ...words]), 0);
  const report = async (code: number) => {
    const outcome = await checkout().shell("npm", ["run", "--silent", "drift", "--", "dev", "--json"]);
    assertCode(outcome, code);
    return JSON.parse(outcome.stdout) as Report;
  };
  // It may be at work with what the Application was before, and would put right what comes next.
  const noticed = async (application: string) => {
    await kubectl("-n", "argocd", "annotate", application, `${REFRESH}=normal`);
    await eventually(`Argo CD knows how ${application} is now`, 60, async () => {
      const { metadata, status } = await checkout().get<Application>("dev", application, "-n", "argocd");
      return metadata.annotations?.[REFRESH] === undefined && status.operationState?.phase !== "Running";
    });
  };
  const FILE = "k8s/base/llm-providers/google.yaml";

  it("drift of many kinds at once is told apart, each with its place", async () => {
    for (const { in: namespace, does } of DRIFT) {
      await kubectl("-n", namespace, ...does);
      const [application] = does.filter((word) => word.startsWith("application/"));
      if (application !== undefined) await noticed(application);
    }
    for (const command of SHOWING) {
      const { code, all } = await checkout().pulumi(...command, "--stack", "dev", "--expect-no-changes");
      assert.notEqual(code, 0, `${command.join(" ")} expects no changes, and finds none\n${all}`);
      for (const { reported } of DRIFT) {
        const [, where, what] = reported;
        const line = all.split("\n").find((each) => each.includes(`${where}: `) && unanchored(what).test(each));
        assert.ok(line, `${command.join(" ")} does not show ${where}\n${all}`);
      }
      assert.doesNotMatch(all, /c3RvbGVu|stolen/, "no value is shown");
    }
    checkout().edit(FILE, (text) => `${text}# by hand\n`);
    const { drift, findings } = await report(7);
    assert.ok(drift);
    const reported = DRIFT.map(({ reported }) => reported);
    for (const [side, where, what] of [...reported, ["git", FILE, /edited by hand/] as const]) {
      const found = findings.some((each) => each.side === side && each.where === where && what.test(each.what));
      assert.ok(found, `${where}\n${JSON.stringify(findings, undefined, 2)}`);
    }
    const stolen = findings.find(({ where }) => where.endsWith("/openai-secret"));
    assert.equal(stolen?.by, "kubectl-patch");
    assert.doesNotMatch(JSON.stringify(findings), /c3RvbGVu|stolen/, "no value is shown");
  });

  it("pulumi up and Argo CD restore it, without a refresh, and then there is none", async () => {
    checkout().edit(FILE, (text) => text.replace("# by hand\n", ""));
    for (const words of LEFT) await kubectl(...words);
    assertCode(await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
    assert.deepEqual((await report(0)).findings, []);
    for (const command of [...SHOWING, ["preview", "--refresh"]])
      assertCode(await checkout().pulumi(...command, "--stack", "dev", "--expect-no-changes"), 0);
  });

  it("an entry that is added to what Argo CD may deploy is removed again", async () => {
    const project = ["appproject/agentgateway-infra", "-n", "argocd"];
    const added = JSON.stringify([
      { op: "add", path: "/spec/sourceRepos/-", value: "https://example.com/foreign.git" },
    ]);
    await kubectl("patch", ...project, "--type=json", "-p", added);
    assertCode(await checkout().pulumi("up", "--stack", "dev", "--yes", "--skip-preview"), 0);
    const { spec } = await checkout().get<{ spec: { sourceRepos: string[] } }>("dev", ...project);
    assert.equal(spec.sourceRepos.length, 1);
    assertCode(await checkout().pulumi("preview", "--stack", "dev", "--expect-no-changes"), 0);
  });
}
