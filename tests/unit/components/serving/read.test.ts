import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Expected } from "../../../../components/serving/expected";
import { readExposed } from "../../../../components/serving/exposed";
import { readParts, readServing } from "../../../../components/serving/read";
import { kubeconfig } from "../../../../dev/support/kubeconfig";
import { clusterAt } from "../../../../kube/clusterAt";

const labels = { app: "mcp" };
const metadata = { namespace: "ns", name: "mcp" };
const expected: Expected = {
  namespace: "ns",
  gateways: [],
  workloads: [{ kind: "Deployment", name: "mcp", replicas: 1 }],
  ownController: false,
};
const crashing = {
  metadata: { namespace: "ns", name: "mcp-1", labels },
  status: {
    phase: "Running",
    containerStatuses: [{ name: "c", restartCount: 2, state: { waiting: { reason: "CrashLoopBackOff" } } }],
  },
};

/** The kinds that the server serves. */
const KINDS: Record<string, [kind: string, name: string][]> = {
  "/api/v1": [
    ["Service", "services"],
    ["Pod", "pods"],
    ["Event", "events"],
  ],
  "/apis/apps/v1": [
    ["Deployment", "deployments"],
    ["DaemonSet", "daemonsets"],
    ["StatefulSet", "statefulsets"],
  ],
  "/apis/gateway.networking.k8s.io/v1": [["Gateway", "gateways"]],
};

describe("reading what serves", () => {
  let server: Server;
  let answers: Record<string, { status?: number; items?: object[]; text?: string }>;
  let requested: string[];

  before(async () => {
    server = createServer(({ url = "" }, response) => {
      const path = url.split("?")[0] ?? "";
      const kinds = KINDS[path]?.map(([kind, name]) => ({ kind, name, namespaced: true }));
      if (kinds) return void response.end(JSON.stringify({ resources: kinds }));
      requested.push(url);
      const [, answer] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? [];
      const { status = 200, items = [], text } = answer ?? {};
      response.writeHead(status).end(text ?? JSON.stringify(status === 200 ? { items } : { message: "refused" }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    requested = [];
    answers = {};
  });
  after(() => server.close());

  const cluster = () => {
    const { port } = server.address() as AddressInfo;
    return clusterAt(kubeconfig({ server: `http://127.0.0.1:${port}` }));
  };
  const deployments = (available: number) => ({
    "ns/deployments": {
      items: [
        {
          metadata,
          spec: { replicas: 1, selector: { matchLabels: labels } },
          status: { replicas: 1, updatedReplicas: 1, availableReplicas: available },
        },
      ],
    },
  });

  it("asks for no pod, event or log where all is well", async () => {
    answers = deployments(1);
    const parts = await readParts(cluster(), expected);
    assert.deepEqual(
      parts.map(({ ok, detail }) => [ok, detail]),
      [[true, "1 of 1 available"]],
    );
    assert.ok(!requested.some((path) => /pods|events/.test(path)), requested.join("\n"));
  });

  it("asks for the pods of what is not available, and for the last log of those that crash", async () => {
    answers = {
      ...deployments(0),
      "ns/pods": { items: [crashing] },
      "mcp-1/log": { text: "starting\nno such file: config.yaml\n" },
    };
    const [part] = await readParts(cluster(), expected);
    assert.match(part?.detail ?? "", /pod mcp-1 crashes: .*said last: starting \/ no such file: config\.yaml$/);
    const log = requested.filter((path) => path.includes("/log?"));
    assert.deepEqual(log, ["/api/v1/namespaces/ns/pods/mcp-1/log?container=c&tailLines=5&previous=true"]);
    assert.ok(requested.some((path) => path.includes("/events?fieldSelector=type%3DWarning&limit=500")));
  });

  it("goes on without what it may not read, and says what that is", async () => {
    answers = {
      ...deployments(0),
      "ns/pods": { items: [crashing] },
      "mcp-1/log": { status: 403 },
      "ns/events": { status: 403 },
    };
    const { unread } = await readServing(cluster(), expected);
    assert.deepEqual([...unread].sort(), ["events in ns", "pods/log in ns"]);
    const [part] = await readParts(cluster(), expected);
    assert.match(part?.detail ?? "", /crashes.*there may be more to tell: may not read events, pods\/log in ns$/);
  });

  it("does without the log where the kubelet does not answer", async () => {
    answers = { ...deployments(0), "ns/pods": { items: [crashing] }, "mcp-1/log": { status: 500 } };
    const [part] = await readParts(cluster(), expected);
    assert.match(part?.detail ?? "", /pod mcp-1 crashes: container c \(its end is not known, 2 restarts\)$/);
  });

  it("fails where the server does not answer as one", async () => {
    answers = { "ns/deployments": { status: 500 } };
    await assert.rejects(readParts(cluster(), expected), { status: 500 });
  });

  it("finds where clients reach a Gateway, and nowhere where it can't be read", async () => {
    const gateway = {
      metadata: { name: "gw" },
      spec: { listeners: [{ name: "http", protocol: "HTTP", port: 80 }] },
      status: { addresses: [{ value: "10.0.0.1" }] },
    };
    answers = { "gateways/gw": { text: JSON.stringify(gateway) }, "gateways/hidden": { status: 403 } };
    assert.deepEqual(await readExposed(cluster(), "ns", "gw"), {
      addresses: ["10.0.0.1"],
      urls: { http: "http://10.0.0.1" },
    });
    assert.deepEqual(await readExposed(cluster(), "ns", "hidden"), { addresses: [], urls: {} });
  });
});
