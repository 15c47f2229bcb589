import assert from "node:assert/strict";
import fc from "fast-check";
import type { Event, Facts, LiveGateway, Service, Workload } from "../../../../components/serving/facts";
import { GATEWAY_LABEL, gatewayState } from "../../../../components/serving/gateway";
import { serviceAddresses, serviceProblem } from "../../../../components/serving/service";
import { listenerUrls } from "../../../../components/serving/urls";
import { runs } from "../../../../dev/support/property";

const gateway: LiveGateway = {
  metadata: { namespace: "ns", name: "gw" },
  status: { addresses: [{ value: "10.0.0.1" }] },
};
const labels = { [GATEWAY_LABEL]: "gw" };
const proxy = (more: Partial<Workload> = {}): Workload => ({
  kind: "Deployment",
  metadata: { namespace: "ns", name: "gw", labels },
  spec: { replicas: 1 },
  status: { replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
  ...more,
});
const balancer = (...ingress: { ip?: string; hostname?: string }[]): Service => ({
  metadata: { namespace: "ns", name: "gw", labels },
  spec: { type: "LoadBalancer", clusterIP: "10.96.0.9" },
  status: { loadBalancer: { ingress } },
});
const facts = (more: Partial<Facts> = {}): Facts => ({
  gateways: [gateway],
  workloads: [proxy()],
  services: [balancer({ ip: "10.0.0.1" })],
  pods: [],
  events: [],
  logs: new Map(),
  unread: new Set(),
  ...more,
});
const texts = (more: Partial<Facts>, live = gateway, paused = false) =>
  gatewayState(live, facts(more), paused).problems.map(({ text }) => text);
const refusal: Event = {
  metadata: { name: "e" },
  involvedObject: { kind: "Service", namespace: "ns", name: "gw" },
  reason: "SyncLoadBalancerFailed",
  message: "no address is left",
};

describe("a Gateway", () => {
  it("serves where its proxy is available, its Service has an address, and it reports one", () => {
    assert.deepEqual(gatewayState(gateway, facts()), { problems: [], unknown: [], addresses: ["10.0.0.1"] });
    const owned = { namespace: "ns", name: "x", ownerReferences: [{ kind: "Gateway", name: "gw" }] };
    const spread = proxy({
      kind: "DaemonSet",
      metadata: owned,
      status: { desiredNumberScheduled: 1, updatedNumberScheduled: 1, numberAvailable: 1 },
    });
    assert.deepEqual(texts({ workloads: [spread] }), []);
  });

  it("does not without a proxy, also where another Gateway has one", () => {
    const missing =
      "no Deployment or DaemonSet in ns is labelled gateway.networking.k8s.io/gateway-name=gw: the controller makes it, does it run?";
    assert.deepEqual(texts({ workloads: [] }), [missing]);
    const others = proxy({ metadata: { namespace: "ns", name: "gw2", labels: { [GATEWAY_LABEL]: "gw2" } } });
    const elsewhere = proxy({ metadata: { namespace: "other", name: "gw", labels } });
    assert.deepEqual(texts({ workloads: [others, elsewhere] }), [missing]);
  });

  it("does not where its proxy is not available, and says which workload that is", () => {
    assert.deepEqual(texts({ workloads: [proxy({ status: {} })] }), [
      "its Deployment gw: 0 of 1 replicas are available",
    ]);
  });

  it("does not where its proxy is scaled to nothing, but for one that is described so", () => {
    const idle = [proxy({ spec: { replicas: 0 }, status: {} })];
    assert.deepEqual(texts({ workloads: idle }), ["its Deployment gw is scaled to 0 replicas"]);
    assert.deepEqual(texts({ workloads: idle }, gateway, true), []);
  });

  it("does not while its load balancer has no address, and says why by the Service's event", () => {
    const bare = { ...gateway, status: {} };
    assert.deepEqual(texts({ services: [balancer()], events: [refusal] }, bare), [
      "its Service gw waits for an address of its load balancer: SyncLoadBalancerFailed: no address is left",
    ]);
    assert.match(
      texts({ services: [balancer()] }, bare).join(),
      /no event says why; a cluster without a load balancer/,
    );
  });

  it("does not without a Service, or while it reports no address", () => {
    assert.match(texts({ services: [] }).join(), /^no Service in ns is labelled/);
    assert.deepEqual(texts({}, { ...gateway, status: {} }), [
      "its Service has the address 10.0.0.1, which the Gateway does not report: does the controller run?",
    ]);
  });

  it("is not judged by what may not be read, and says so", () => {
    const unread = new Set(["deployments in ns", "services in ns"]);
    assert.deepEqual(gatewayState(gateway, facts({ workloads: [], services: [], unread })), {
      problems: [],
      unknown: [
        "whether its proxy runs (may not list deployments in ns)",
        "whether its Service has an address (may not list services in ns)",
      ],
      addresses: ["10.0.0.1"],
    });
  });

  it("may not serve as described right after a change, until its proxy has followed or had the time to", () => {
    const at = (seconds: number) => ({ managedFields: [{ time: `2026-01-01T00:00:${seconds}Z` }] });
    const now = Date.parse("2026-01-01T00:00:32Z");
    const parameters = [{ metadata: { namespace: "ns", name: "p", ...at(30) } }];
    const proxyOf = (seconds: number) => [proxy({ metadata: { namespace: "ns", name: "gw", labels, ...at(seconds) } })];
    const following = ["it was changed a moment ago, which its proxy may not have followed yet"];
    assert.deepEqual(texts({ parameters, workloads: proxyOf(10), now }), following);
    assert.deepEqual(
      texts({ workloads: proxyOf(10), now }, { ...gateway, metadata: { ...gateway.metadata, ...at(31) } }),
      following,
    );
    assert.deepEqual(texts({ parameters, workloads: proxyOf(30), now }), []);
    assert.deepEqual(texts({ parameters, workloads: proxyOf(10), now: now + 2000 }), []);
    assert.deepEqual(texts({ parameters, workloads: proxyOf(10), now: now - 3_600_000 }), [], "clocks differ");
    assert.deepEqual(texts({ parameters, workloads: proxyOf(10) }), [], "nobody has just changed anything");
  });

  it("serves only where nothing is wrong with any of its parts, whatever they are", () => {
    const parts = fc.record({
      proxy: fc.boolean(),
      available: fc.boolean(),
      service: fc.boolean(),
      address: fc.boolean(),
    });
    fc.assert(
      fc.property(parts, ({ proxy: there, available, service, address }) => {
        const seen = facts({
          workloads: there ? [proxy(available ? {} : { status: {} })] : [],
          services: service ? [balancer(...(address ? [{ ip: "10.0.0.1" }] : []))] : [],
        });
        const live = address && service ? gateway : { ...gateway, status: {} };
        assert.equal(gatewayState(live, seen).problems.length === 0, there && available && service && address);
      }),
      runs(100),
    );
  });
});

describe("the addresses of a Service", () => {
  const service = (spec: Service["spec"]): Service => ({ metadata: { name: "s" }, spec });

  it("are those that its type promises", () => {
    assert.deepEqual(serviceAddresses(balancer({ hostname: "lb.example.com", ip: "1.2.3.4" }, { ip: "fd00::1" })), [
      "lb.example.com",
      "fd00::1",
    ]);
    assert.deepEqual(serviceAddresses(service({ type: "NodePort", clusterIP: "10.96.0.9" })), ["10.96.0.9"]);
    assert.deepEqual(serviceAddresses(service({ type: "ClusterIP", clusterIPs: ["10.96.0.9", "fd00::9"] })), [
      "10.96.0.9",
      "fd00::9",
    ]);
    assert.deepEqual(serviceAddresses(service({ clusterIP: "None" })), []);
  });

  it("are missed where there is none", () => {
    assert.equal(
      serviceProblem(service({ type: "ClusterIP" }), { events: [] })?.text,
      "its Service s has no address within the cluster",
    );
    assert.equal(serviceProblem(service({ clusterIP: "10.96.0.9" }), { events: [] }), undefined);
  });
});

describe("the URLs of a Gateway", () => {
  const listeners = [
    { name: "http", protocol: "HTTP", port: 80 },
    { name: "alt", protocol: "HTTP", port: 8080 },
    { name: "https", protocol: "HTTPS", port: 443, hostname: "ai.example.com" },
    { name: "tls", protocol: "TLS", port: 8443 },
  ];

  it("are one for each listener that clients of HTTP can call", () => {
    assert.deepEqual(listenerUrls(listeners, ["10.0.0.1", "10.0.0.2"]), {
      http: "http://10.0.0.1",
      alt: "http://10.0.0.1:8080",
      https: "https://ai.example.com",
    });
    assert.deepEqual(listenerUrls(listeners.slice(0, 2), ["fd00::1"]), {
      http: "http://[fd00::1]",
      alt: "http://[fd00::1]:8080",
    });
  });

  it("are those with a host name, where there is no address", () => {
    assert.deepEqual(listenerUrls(listeners, []), { https: "https://ai.example.com" });
    assert.deepEqual(listenerUrls(undefined, []), {});
  });
});
