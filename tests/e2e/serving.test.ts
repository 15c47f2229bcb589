import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { untilWorking } from "../../components/delivery/wait";
import type { Expected } from "../../components/serving/expected";
import { readParts } from "../../components/serving/read";
import { pushToDev } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { STORIES } from "../../dev/support/commands";
import { kubeconfig } from "../../dev/support/kubeconfig";
import { assertCode, assertRefused, eventually } from "../../dev/support/shell";
import { clusterAt } from "../../kube/clusterAt";
import { select } from "../../kube/kubeconfig";

const NAMESPACE = "agentgateway-system";
const PROXY = "agentgateway-proxy";
const SERVER = "mcp-website-fetcher";
const AGENT = "a2a-agent";
/** Seconds that `up` has, so that a failing one fails soon. */
const TIMEOUT = 40;
/** Seconds that the wait alone has: what is wrong is so already when it begins. */
const WAIT = 3;

const expected: Expected = {
  namespace: NAMESPACE,
  gateways: [{ name: PROXY, paused: false }],
  workloads: [SERVER, AGENT].map((name) => ({ kind: "Deployment", name, replicas: 1 })),
  ownController: true,
};

/** What does not serve, as a user is told: object, pod and reason. */
interface Outage {
  /** What is done to the cluster. */
  cause: () => Promise<void>;
  /** What `up` and `status` say of it. */
  says: RegExp[];
  mend: () => Promise<void>;
}

// One story, in order: each step stands on the one before, and the first that fails ends it. What is wrong with Git's own
// description makes a whole `up` fail; what happens to a cluster makes the wait fail that every `up` ends with.
describe("a data plane that does not serve", () => {
  let checkout: Checkout;

  before(async () => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    assertCode(await checkout.npm("start", "--quiet"), 0);
    await checkout.enterSandbox();
  });

  after(() => checkout.discard());

  const kubectl = async (...args: string[]) =>
    assertCode(await checkout.shell("kubectl", ["--context", "dev", ...args]), 0);
  const inNamespace = (...args: string[]) => kubectl("-n", NAMESPACE, ...args);
  const patchProxy = (spec: object) => inNamespace("patch", "deployment", PROXY, "-p", JSON.stringify({ spec }));
  const podsOf = (label: string) => inNamespace("delete", "pods", "-l", label, "--wait=false");
  const config = async (command: string, ...values: string[]) => {
    const setting = ["--path", "application.timeoutSeconds", ...values, "--stack", "dev"];
    assertCode(await checkout.pulumi("config", command, ...setting), 0);
  };
  const up = () => checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview");
  const access = () => readFileSync(checkout.variable("KUBECONFIG"), "utf8");
  const reader = () => clusterAt(access(), "dev");

  /** The wait that an `up` ends with, on this cluster. */
  const waitFails = async (says: readonly RegExp[]) => {
    const cluster = reader();
    const look = () => readParts(cluster, expected);
    await eventually(`${says.join(", ")}`, 60, async () => {
      const reported = (await look()).map(
        ({ kind, namespace, name, detail }) => `${kind} ${namespace}/${name}: ${detail}`,
      );
      return says.every((words) => words.test(reported.join("\n")));
    });
    const began = performance.now();
    await assert.rejects(
      untilWorking(cluster, NAMESPACE, [], look, { timeoutSeconds: WAIT, log: () => undefined }),
      ({ message }: Error) => (says.forEach((words) => assert.match(message, words)), true),
    );
    assert.ok(performance.now() - began < (WAIT + 15) * 1000, "it fails in bounded time");
  };

  const statusSays = async (says: readonly RegExp[]) => {
    const outcome = await checkout.shell("npm", ["run", "--silent", "status", "--", "dev"]);
    assertCode(outcome, 2);
    for (const words of says) assert.match(outcome.stdout, words);
  };

  const statusIsWell = () =>
    eventually("status is well", 60, async () => {
      const { code } = await checkout.shell("npm", ["run", "--silent", "status", "--", "dev"]);
      return code === 0;
    });

  const servesAgain = () =>
    eventually("all serves again", 90, async () => (await readParts(reader(), expected)).every(({ ok }) => ok));

  it("a healthy one is where its addresses are: in status, and among the outputs of the stack", async () => {
    await statusIsWell();
    assertCode(await up(), 0);
    const output = async (name: string) => (await checkout.pulumi("stack", "output", name, "--stack", "dev")).stdout;
    assert.deepEqual(JSON.parse(await output("addresses")), ["127.0.0.1"]);
    assert.deepEqual(JSON.parse(await output("urls")), { http: "http://127.0.0.1" });
    assert.match(await output("readme"), /LLM provider openai \| `http:\/\/127\.0\.0\.1\/openai`/);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes"), 0);
  });

  it("an up fails by images that are missing or crash, and by a ServiceAccount that is not there", async () => {
    const patches = `patches: { "Deployment/${AGENT}": { spec: { template: { spec: { serviceAccountName: "nobody" } } } } },`;
    checkout.edit("platform.ts", (text) =>
      text
        .replace("gateway: {", 'gateway: { image: { tag: "missing" },')
        .replace("mcp-website-fetcher:main", "mcp-website-fetcher:crashes")
        .replace("  agents: {", `  ${patches}\n  agents: {`),
    );
    assertCode(await checkout.npm("render"), 0);
    checkout.commit("What can't run");
    await pushToDev(checkout);
    const says = [
      // Of the proxy, which Argo CD does not know.
      /Gateway agentgateway-system\/agentgateway-proxy: its Deployment agentgateway-proxy: \d of 1 .*pod agentgateway-proxy-\S+ can't pull the image \S+:missing: ImagePullBackOff: .*not found/,
      // Of an MCP server.
      /Deployment agentgateway-system\/mcp-website-fetcher: .*pod mcp-website-fetcher-\S+ crashes: .*exit code 101.*said last: .*unknown field `listners`/,
      // Of an agent.
      /Deployment agentgateway-system\/a2a-agent: .*the API server refuses its pods: FailedCreate: .*serviceaccount "nobody" not found/,
    ];
    await config("set", String(TIMEOUT));
    const outcome = await up();
    await config("rm");
    assertRefused(outcome, new RegExp(`After ${TIMEOUT} s the environment is not deployed`));
    for (const words of says) assert.match(outcome.all, words);
    await statusSays([
      /NOT OK +Gateway .*can't pull the image/,
      /NOT OK +Deployment .*crashes/,
      /NOT OK +Deployment .*serviceaccount/,
    ]);
  });

  it("an up is green again once Git is", async () => {
    checkout.edit("platform.ts", (text) =>
      text
        .replace('gateway: { image: { tag: "missing" },', "gateway: {")
        .replace("mcp-website-fetcher:crashes", "mcp-website-fetcher:main")
        // Without the field Kubernetes would keep its value, in one of the same meaning from before it (serviceAccount).
        .replace('"nobody"', '"default"'),
    );
    assertCode(await checkout.npm("render"), 0);
    checkout.commit("What can run");
    await pushToDev(checkout);
    assertCode(await up(), 0);
    await statusIsWell();
  });

  const outages: Record<string, Outage> = {
    "Pod Security refuses the proxy, and it is late": {
      cause: async () => {
        await kubectl("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
        // The controller does not set these fields, so it does not take them back either.
        await patchProxy({ progressDeadlineSeconds: 2, template: { spec: { hostPID: true } } });
        await inNamespace("delete", "replicaset", "-l", `gateway.networking.k8s.io/gateway-name=${PROXY}`);
      },
      says: [
        /Gateway.*agentgateway-proxy.*API server refuses its pods: FailedCreate: .*violates PodSecurity "restricted/,
        /Gateway.*ProgressDeadlineExceeded/,
      ],
      mend: async () => {
        await kubectl("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce-");
        await patchProxy({ progressDeadlineSeconds: 600, template: { spec: { hostPID: null } } });
        await inNamespace("delete", "replicaset", "-l", `gateway.networking.k8s.io/gateway-name=${PROXY}`);
      },
    },
    "a quota refuses an MCP server": {
      cause: async () => {
        await inNamespace("create", "quota", "full", "--hard=pods=0");
        await podsOf(`app=${SERVER}`);
      },
      says: [/Deployment.*mcp-website-fetcher.*API server refuses its pods: FailedCreate: .*exceeded quota: full/],
      mend: async () => {
        await inNamespace("delete", "quota", "full");
        await inNamespace("delete", "replicaset", "-l", `app=${SERVER}`);
      },
    },
    "no node takes an agent and the controller": {
      cause: async () => {
        await kubectl("cordon", "sandbox");
        await podsOf(`app=${AGENT}`);
        await podsOf("agentgateway=agentgateway");
      },
      says: [
        /Deployment.*a2a-agent.*pod a2a-agent-\S+ has no node: Unschedulable: 0\/1 nodes are available/,
        /Deployment.*agentgateway-system\/agentgateway\b.*pod agentgateway-\S+ has no node: Unschedulable/,
      ],
      mend: () => kubectl("uncordon", "sandbox"),
    },
    "the load balancer gets no address": {
      cause: () => inNamespace("annotate", "service", PROXY, "sandbox/load-balancer=pending"),
      says: [
        /Gateway.*its Service agentgateway-proxy waits for an address of its load balancer: SyncLoadBalancerFailed: .*no address is left/,
      ],
      mend: () => inNamespace("annotate", "service", PROXY, "sandbox/load-balancer-"),
    },
    "somebody scales the proxy to nothing": {
      cause: () => inNamespace("scale", "deployment", PROXY, "--replicas=0"),
      says: [/Gateway.*its Deployment agentgateway-proxy is scaled to 0 replicas/],
      mend: () => inNamespace("scale", "deployment", PROXY, "--replicas=1"),
    },
    "somebody deletes the proxy and its Service while the controller hangs": {
      cause: async () => {
        process.kill((await checkout.process("dev/agentgateway-controller")).pid as number, "SIGSTOP");
        await inNamespace("delete", "deployment,service", PROXY);
      },
      says: [
        /Gateway.*no Deployment or DaemonSet in agentgateway-system is labelled \S+=agentgateway-proxy: .*does it run\?/,
        /Gateway.*no Service in agentgateway-system is labelled/,
      ],
      mend: async () => {
        process.kill((await checkout.process("dev/agentgateway-controller")).pid as number, "SIGCONT");
      },
    },
  };
  for (const [title, { cause, says, mend }] of Object.entries(outages)) {
    it(`the wait fails and status tells where ${title}`, async () => {
      await cause();
      try {
        await waitFails(says);
        await statusSays(says);
      } finally {
        await mend();
      }
      await servesAgain();
    });
  }

  it("who may not look is told so, and is not held up", async () => {
    await kubectl("create", "serviceaccount", "onlooker", "-n", "default");
    const { stdout: token } = await checkout.silently("kubectl", [
      ...["--context", "dev", "create", "token", "onlooker", "-n", "default"],
    ]);
    const found = select(access(), "dev");
    if ("problem" in found) throw new Error(found.problem);
    const { cluster } = found;
    const onlooker = clusterAt(kubeconfig({ server: cluster.server, cluster, user: { token: token.trim() } }));
    const parts = await readParts(onlooker, expected);
    assert.deepEqual(
      parts.map(({ name, ok, detail }) => [name, ok, detail]),
      [
        [PROXY, true, `not known: may not list gateways in ${NAMESPACE}`],
        [SERVER, true, `not known: may not list deployments in ${NAMESPACE}`],
        [AGENT, true, `not known: may not list deployments in ${NAMESPACE}`],
        ["agentgateway", true, `not known: may not list deployments in ${NAMESPACE}`],
      ],
    );
  });

  it("credentials that are refused or not given are told without a trace, by drift and by status", async () => {
    const key = ["--path", "cluster.kubeconfig", "--stack", "dev"];
    const { stdout: original } = await checkout.silently("pulumi", ["config", "get", ...key]);
    const store = async (text: string) =>
      assertCode(await checkout.shell("pulumi", ["config", "set", "--secret", ...key], text), 0);
    const found = select(access(), "dev");
    if ("problem" in found) throw new Error(found.problem);
    const { cluster } = found;
    const plugin = { apiVersion: "client.authentication.k8s.io/v1", command: "false", interactiveMode: "Never" };
    const cases: [object, RegExp][] = [
      [{ token: "revoked" }, /cluster\.kubeconfig.*has credentials that https:\S+ does not accept/],
      [{ exec: plugin }, /cluster\.kubeconfig.*gets its credentials from "false", which gave none: it said nothing/],
    ];
    try {
      for (const [user, says] of cases) {
        // The configuration names the context of the sandbox's file.
        await store(kubeconfig({ server: cluster.server, cluster, user }).replaceAll('"one"', '"dev"'));
        for (const [command, code] of [
          ["drift", 1],
          ["status", 2],
        ] as const) {
          const outcome = await checkout.shell("npm", ["run", "--silent", command, "--", "dev"]);
          assertCode(outcome, code);
          assert.match(outcome.all, says);
          assert.doesNotMatch(outcome.all, /^\s+at .+:\d+:\d+\)?$|HTTP-Code|headers/im);
        }
      }
    } finally {
      await store(original);
    }
    await statusIsWell();
  });

  it("each command of the pages that is this story's was run", () => checkout.assertRan(STORIES.serving));
});
