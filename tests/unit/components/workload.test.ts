import assert from "node:assert/strict";
import { workload, workloadSecret } from "../../../components/workload";
import { mcpServerSpec } from "../../../components/mcp/spec";
import { SecretValue } from "../../../core/secret";

/** A workload as an MCP server describes it. */
function spec(over: object = {}) {
  const parsed = mcpServerSpec.parse({ image: "example.com/fetcher:1", ...over });
  assert.ok(parsed.kind === "image");
  return parsed;
}

const ports = { containerPort: 8000, servicePort: 80, gateway: "gw" };

function container(over: object): Record<string, unknown> {
  const [deployment] = workload("fetcher", spec(over), ports);
  const { template } = deployment?.spec as { template: { spec: { containers: Record<string, unknown>[] } } };
  return template.spec.containers[0] as Record<string, unknown>;
}

describe("a workload", () => {
  it("is a Deployment behind a Service of its name", () => {
    const [deployment, service] = workload("fetcher", spec({ env: { B: "2", A: "1" }, replicas: 2 }), ports);
    assert.deepEqual(deployment, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "fetcher", labels: { app: "fetcher" } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "fetcher" } },
        template: {
          metadata: { labels: { app: "fetcher" } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                name: "fetcher",
                image: "example.com/fetcher:1",
                ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
                env: [
                  { name: "A", value: "1" },
                  { name: "B", value: "2" },
                ],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
              },
            ],
          },
        },
      },
    });
    assert.deepEqual(service, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "fetcher", labels: { app: "fetcher" } },
      spec: {
        selector: { app: "fetcher" },
        ports: [{ name: "http", port: 80, targetPort: 8000, protocol: "TCP" }],
      },
    });
  });

  it("takes connections from its gateway alone, unless anyone is let in", () => {
    const [, , policy, ...more] = workload("fetcher", spec(), ports);
    assert.deepEqual(policy, {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "fetcher", labels: { app: "fetcher" } },
      spec: {
        podSelector: { matchLabels: { app: "fetcher" } },
        policyTypes: ["Ingress"],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "gw" } } }],
            ports: [{ protocol: "TCP", port: 8000 }],
          },
        ],
      },
    });
    assert.deepEqual(more, []);
    const kinds = workload("fetcher", spec({ clients: "anyone" }), ports).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["Deployment", "Service"]);
  });

  it("can be scaled to nothing", () => {
    const [deployment] = workload("fetcher", spec({ replicas: 0 }), ports);
    assert.equal((deployment?.spec as { replicas: number }).replicas, 0);
  });

  it("says how its container is started, limited, asked and confined", () => {
    const created = container({
      command: ["/bin/fetch"],
      args: ["--port", "8000"],
      resources: { requests: { cpu: "100m" }, limits: { memory: "128Mi" } },
      probes: {
        readiness: { http: "/healthz", initialDelaySeconds: 5, timeoutSeconds: 2 },
        liveness: { tcp: true, port: 9000, periodSeconds: 30, failureThreshold: 2 },
      },
      runAsNonRoot: true,
      runAsUser: 65532,
    });
    assert.deepEqual(created, {
      name: "fetcher",
      image: "example.com/fetcher:1",
      command: ["/bin/fetch"],
      args: ["--port", "8000"],
      ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
      resources: { requests: { cpu: "100m" }, limits: { memory: "128Mi" } },
      readinessProbe: { httpGet: { path: "/healthz", port: 8000 }, initialDelaySeconds: 5, timeoutSeconds: 2 },
      livenessProbe: { tcpSocket: { port: 9000 }, periodSeconds: 30, failureThreshold: 2 },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        runAsNonRoot: true,
        runAsUser: 65532,
      },
    });
  });

  it("takes its secret variables from its Secret, before those that may be made with them", () => {
    const created = container({
      env: { URL: "https://$(TOKEN)@example.com" },
      secrets: { TOKEN: new SecretValue("t"), PIN: true },
    });
    const from = (key: string) => ({ name: key, valueFrom: { secretKeyRef: { name: "fetcher-secret", key } } });
    assert.deepEqual(created.env, [from("PIN"), from("TOKEN"), { name: "URL", value: "https://$(TOKEN)@example.com" }]);
  });

  it("needs a value for each secret variable that it declares, and no Secret without one", () => {
    const token = new SecretValue("t");
    assert.deepEqual(workloadSecret("fetcher", "mcpServers.fetcher", spec({ secrets: { TOKEN: token, PIN: true } })), {
      name: "fetcher-secret",
      entries: [
        { path: "mcpServers.fetcher.secrets.PIN", key: "PIN", value: undefined, required: true },
        { path: "mcpServers.fetcher.secrets.TOKEN", key: "TOKEN", value: token, required: true },
      ],
    });
    assert.equal(workloadSecret("fetcher", "mcpServers.fetcher", spec()), undefined);
  });

  it("takes its secret variables from a Secret that someone else makes", () => {
    const theirs = { env: { A: "$(TOKEN)" }, secrets: { TOKEN: true }, existingSecret: "theirs" };
    assert.deepEqual(container(theirs)["env"], [
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "theirs", key: "TOKEN" } } },
      { name: "A", value: "$(TOKEN)" },
    ]);
    assert.equal(workloadSecret("fetcher", "mcpServers.fetcher", spec(theirs)), undefined);
  });
});
