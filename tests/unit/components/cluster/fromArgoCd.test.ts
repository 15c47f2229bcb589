import assert from "node:assert/strict";
import { reachedByArgoCd } from "../../../../components/cluster/fromArgoCd";
import { assertAccepted, reachedFromHere } from "../../../../components/cluster/tokenTrial";
import { environment } from "../../../../dev/support/environment";

const PEM = "-----BEGIN CERTIFICATE-----\nQ0E=\n-----END CERTIFICATE-----\n";
const CA = Buffer.from(PEM).toString("base64");

describe("how Argo CD reaches a cluster", () => {
  const kubeconfigs = {
    server: "https://10.0.0.1",
    caData: "Q0E=",
    serverName: "api",
    proxyUrl: "socks5://127.0.0.1:1080",
  };

  it("is by the kubeconfig's server, without the proxy of whoever wrote it", () => {
    assert.deepEqual(reachedByArgoCd(kubeconfigs, undefined), {
      server: "https://10.0.0.1",
      caData: "Q0E=",
      serverName: "api",
    });
  });

  it("is by an address of its own, whose certificate has another name", () => {
    assert.deepEqual(reachedByArgoCd(kubeconfigs, { server: "https://api.internal:6443/" }), {
      server: "https://api.internal:6443",
      caData: "Q0E=",
    });
    assert.deepEqual(
      reachedByArgoCd(
        { server: "https://10.0.0.1", insecure: true },
        { server: "https://a", caData: CA, tlsServerName: "b", proxyUrl: "http://proxy.internal:3128" },
      ),
      { server: "https://a", caData: CA, insecure: false, serverName: "b", proxyUrl: "http://proxy.internal:3128" },
    );
  });

  it("takes what can be so, and nothing else", () => {
    const taken = (argocd: object) => environment({ cluster: { name: "stage", argocd }, argocd: { mode: "existing" } });
    taken({ server: "https://a", caData: CA, identity: { aws: { clusterName: "c" }, group: "argocd" } });
    const wrong: [object, RegExp][] = [
      [{ server: "http://a" }, /cluster\.argocd\.server: "http:\/\/a" must be the https URL of an API server/],
      [{ caData: PEM }, /cluster\.argocd\.caData.* must be a certificate in PEM, in base64/],
      [{ proxyUrl: "ftp://a" }, /cluster\.argocd\.proxyUrl: "ftp:\/\/a" must be the URL of a proxy/],
      [{ identity: { user: "a" } }, /cluster\.argocd\.identity: needs one of aws, gcp, azure, exec/],
      [{ identity: { gcp: true, azure: { env: {} }, user: "a" } }, /needs one of aws, gcp, azure, exec/],
      [{ identity: { gcp: true } }, /cluster\.argocd\.identity: needs either user or group/],
      [{ identity: { aws: { clusterName: "c", roleArn: "admin" }, user: "a" } }, /must be the ARN of a role/],
    ];
    for (const [argocd, message] of wrong) assert.throws(() => taken(argocd), message);
  });
});

describe("the token of Argo CD, tried before it is given", () => {
  it("is tried through the proxy of whoever tries it where Argo CD has the same address, and else as Argo CD goes", () => {
    const kubeconfigs = { server: "https://rancher", caData: "Q0E=", proxyUrl: "http://127.0.0.1:3128" };
    const ofArgoCd = { server: "https://rancher", caData: CA };
    assert.deepEqual(reachedFromHere(ofArgoCd, kubeconfigs), { ...ofArgoCd, proxyUrl: "http://127.0.0.1:3128" });
    const proxied = { ...ofArgoCd, proxyUrl: "http://proxy.internal:3128" };
    assert.deepEqual(reachedFromHere(proxied, { ...kubeconfigs, proxyUrl: undefined }), ofArgoCd);
    const elsewhere = { ...proxied, server: "https://10.0.0.5:6443" };
    assert.deepEqual(reachedFromHere(elsewhere, kubeconfigs), elsewhere);
  });

  it("is given where it is accepted, and where it can't be tried, which is said", () => {
    assert.equal(assertAccepted("stage", "https://a", { outcome: "accepted" }), undefined);
    assert.equal(
      assertAccepted("stage", "https://a", { outcome: "unreachable", reason: "ENOTFOUND" }),
      "Whether https://a accepts the token of Argo CD could not be tried from here (ENOTFOUND).",
    );
  });

  it("is not given where it is refused, and the ways out are named", () => {
    assert.throws(
      () => assertAccepted("stage", "https://rancher", { outcome: "refused", answer: "401: Unauthorized" }),
      {
        message:
          "Argo CD could not connect to the cluster stage, so it was not given the token:\n" +
          "  - cluster.argocd.server: is https://rancher, which does not accept the token of a ServiceAccount of that cluster (401: Unauthorized). " +
          "A proxy before the API server, such as Rancher's, Teleport's or a connect gateway, takes its own credentials only\n" +
          "      Give Argo CD the address of the API server itself (cluster.argocd.server and caData), or an identity that this server takes (cluster.argocd.identity).",
      },
    );
  });
});
