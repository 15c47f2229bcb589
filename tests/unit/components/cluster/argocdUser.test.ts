import assert from "node:assert/strict";
import fc from "fast-check";
import { accountErrors, argocdUser } from "../../../../components/cluster/argocdUser";
import { registrationOf } from "../../../../components/cluster/registration";
import { subjectOf } from "../../../../components/cluster/subject";
import { OWNER } from "../../../../components/cluster/owner";
import { environment } from "../../../../dev/support/environment";

const ACCOUNT = "system:serviceaccount:agentgateway-system:agentgateway-argocd-stage";

function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
}

function secretOf(config: unknown, annotations?: Record<string, string>) {
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  return {
    metadata: { name: "cluster-stage", ...(annotations && { annotations }) },
    data: {
      name: encoded("stage"),
      server: encoded("https://10.0.0.1/"),
      config: encoded(typeof config === "string" ? config : JSON.stringify(config)),
    },
  };
}

const identityOf = (config: unknown) => registrationOf(secretOf(config)).identity;

describe("the user that Argo CD is to a cluster", () => {
  it("is that of its token, of either form", () => {
    const legacy = { sub: ACCOUNT, "kubernetes.io/serviceaccount/service-account.uid": "u" };
    const bound = { sub: ACCOUNT, "kubernetes.io": { namespace: "n", serviceaccount: { name: "a", uid: "u" } } };
    for (const claims of [legacy, bound])
      assert.deepEqual(identityOf({ bearerToken: tokenOf(claims) }), { user: ACCOUNT, uid: "u" });
    assert.deepEqual(identityOf({ bearerToken: tokenOf({ sub: ACCOUNT }) }), { user: ACCOUNT });
  });

  const others: [string, unknown][] = [
    ["a token of no ServiceAccount", { bearerToken: tokenOf({ sub: "alice@example.com" }) }],
    ["a token of no ServiceAccount", { bearerToken: tokenOf({ sub: 1 }) }],
    ["a token of no ServiceAccount", { bearerToken: "opaque" }],
    ["a client certificate", { tlsClientConfig: { certData: "Q0E=" } }],
    ["an identity of AWS", { awsAuthConfig: { clusterName: "stage" } }],
    ["the program argocd-k8s-auth", { execProviderConfig: { command: "argocd-k8s-auth" } }],
    ["no token", {}],
    ["no token", "no JSON"],
    ["no token", "[]"],
  ];
  for (const [by, config] of others)
    it(`is not told by ${by}: ${JSON.stringify(config).slice(0, 30)}`, () =>
      assert.deepEqual(identityOf(config), { by }));

  it("comes with the cluster's name and server, and the stack that registered it", () => {
    assert.deepEqual(
      registrationOf(secretOf({ bearerToken: tokenOf({ sub: ACCOUNT }) }, { [OWNER]: "acme/p/stage" })),
      {
        secret: "cluster-stage",
        name: "stage",
        server: "https://10.0.0.1",
        stack: "acme/p/stage",
        identity: { user: ACCOUNT },
      },
    );
    assert.deepEqual(registrationOf({ metadata: { name: "empty" } }), {
      ...{ secret: "empty", name: "", server: "" },
      identity: { by: "no token" },
    });
  });

  it("is told without the token, whatever that is", () =>
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.object(), (token, claims) => {
        for (const bearerToken of [token, tokenOf({ ...claims, sub: ACCOUNT })]) {
          const said = JSON.stringify(registrationOf(secretOf({ bearerToken })));
          assert.ok(!said.includes(bearerToken));
        }
      }),
    ));

  const stage = (cluster: object = {}) =>
    environment({ argocd: { mode: "existing" }, cluster: { name: "stage", controlPlane: "existing", ...cluster } });
  const known = [registrationOf(secretOf({ bearerToken: tokenOf({ sub: ACCOUNT, ...{} }) }))];

  it("is what the configuration says, where it says it", () => {
    const found = argocdUser(known, stage(), "https://10.0.0.1");
    assert.equal("user" in found && found.user, ACCOUNT);
    const configured = argocdUser(known, stage({ argocdUser: "argocd" }), "https://10.0.0.1");
    assert.equal("user" in configured && configured.user, "argocd");
  });

  it("is bound as what it is", () => {
    assert.deepEqual(subjectOf(ACCOUNT), {
      kind: "ServiceAccount",
      name: "agentgateway-argocd-stage",
      namespace: "agentgateway-system",
    });
    for (const name of ["arn:aws:iam::1:role/argocd", "system:serviceaccount:incomplete"])
      assert.deepEqual(subjectOf(name), { kind: "User", apiGroup: "rbac.authorization.k8s.io", name });
  });

  it("must be on the cluster of the kubeconfig", () => {
    const registration = { secret: "s", name: "stage", server: "", identity: { user: ACCOUNT, uid: "u" } };
    const live = (uid?: string) => ({ metadata: uid === undefined ? {} : { uid } });
    assert.deepEqual(accountErrors(registration, live("u")), []);
    for (const other of [undefined, live(), live("v")]) assert.equal(accountErrors(registration, other).length, 1);
    const old = { ...registration, identity: { user: ACCOUNT } };
    assert.deepEqual(accountErrors(old, live("v")), [], "a token that does not say which account of the name it is of");
    assert.equal(accountErrors(old, undefined).length, 1);
    assert.deepEqual(accountErrors({ ...registration, identity: { by: "no token" } }, undefined), []);
  });
});
