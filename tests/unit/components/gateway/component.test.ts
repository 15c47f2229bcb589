import assert from "node:assert/strict";
import { AgentGateway } from "../../../../components";
import { gatewaySpec } from "../../../../components/gateway/spec";
import { SecretValue } from "../../../../core/secret";
import { entry, onCluster } from "../../../../dev/support/placement";
import { record } from "../../../../dev/support/recorder";

const make = (listeners: object) =>
  record(() => new AgentGateway("gateway", entry("gateway", gatewaySpec.parse({ listeners })), onCluster()));

describe("the component of the gateway", () => {
  it("owns the certificates that come from encrypted configuration", async () => {
    const tls = { certificate: new SecretValue("C"), key: new SecretValue("K") };
    const registrations = await make({
      http: { port: 80 },
      https: { port: 443, protocol: "HTTPS", tls },
      other: { port: 8443, protocol: "HTTPS", tls: { existingSecret: "kept-by-cert-manager" } },
    });
    assert.deepEqual(
      registrations.filter(({ type }) => !type.startsWith("pulumi:providers")),
      [
        { type: "agentgateway-infra:index:AgentGateway", name: "gateway", inputs: {} },
        {
          type: "kubernetes:core/v1:Secret",
          name: "gateway-tls-https",
          inputs: {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { name: "agentgateway-proxy-https-tls", namespace: "ns" },
            type: "kubernetes.io/tls",
            data: { secret: { "tls.crt": "Qw==", "tls.key": "Sw==" } },
          },
          provider: "cluster",
        },
      ],
    );
  });
});
