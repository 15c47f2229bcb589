import assert from "node:assert/strict";
import { rootCertificates } from "node:tls";
import { parse } from "yaml";
import { passwordUsers } from "../../../../components/argocd/access/build";
import { signOnSecret } from "../../../../components/argocd/sso/build";
import { missingCredentials } from "../../../../config/checks";
import { UserError } from "../../../../core/errors";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { data, highlyAvailable, installed, workloadNamed } from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";

const url = "https://argocd.example.com";
const cm = (argocd: PlainObject) => data(installed(argocd), "argocd-cm");
const parameters = (argocd: PlainObject) => data(installed(argocd), "argocd-cmd-params-cm");

/** What is said of an invalid Argo CD, path by path. */
function errorsOf(argocd: PlainObject): string[] {
  try {
    environment({ argocd });
  } catch (error) {
    if (error instanceof UserError) return error.errors.map(({ path, problem }) => `${path}: ${problem}`);
    throw error;
  }
  return [];
}

describe("who may do what in Argo CD", () => {
  it("is by default that admin may do all, and nobody else anything", () => {
    const objects = installed();
    assert.equal(data(objects, "argocd-cm")["admin.enabled"], "true");
    assert.deepEqual(data(objects, "argocd-rbac-cm"), { "policy.default": "", "policy.csv": "", scopes: '["groups"]' });
  });

  it("is what rbac says", () => {
    const rbac = {
      default: "readonly",
      admins: ["platform-team"],
      readers: ["everybody@example.com"],
      policy: "p, role:ci, applications, sync, */*, allow\ng, ci, role:ci\n",
      scopes: ["groups", "email"],
    };
    assert.deepEqual(data(installed({ rbac }), "argocd-rbac-cm"), {
      "policy.default": "role:readonly",
      "policy.csv":
        "g, platform-team, role:admin\ng, everybody@example.com, role:readonly\n" +
        "p, role:ci, applications, sync, */*, allow\ng, ci, role:ci\n",
      scopes: '["groups","email"]',
    });
  });

  it("knows local users, of whom some have a password", () => {
    const argocd = {
      admin: { enabled: false },
      accounts: { ci: {}, jo: { capabilities: ["login", "apiKey"], passwordRotation: 2 }, old: { enabled: false } },
    };
    const { "admin.enabled": admin, "accounts.ci": ci, "accounts.jo": jo, "accounts.old.enabled": old } = cm(argocd);
    assert.deepEqual([admin, ci, jo, old], ["false", "apiKey", "login, apiKey", "false"]);
    assert.deepEqual(passwordUsers(environment({ argocd }).argocd), [{ name: "jo", version: 2, keys: "accounts.jo" }]);
  });

  it("is refused where Argo CD would not understand it", () => {
    const policy = [
      "# a comment, then a rule that is right",
      "p, role:a, applications, action/apps/Deployment/restart, prod/*, allow",
      "p, role:a, aplications, get, */*, allow",
      "p, role:a, applications, got, */*, allow",
      "p, role:a, applications, get, */*, alow",
      "p, role:a, applications, get, allow",
      "g, ci",
      "q, a, b",
      "g, , role:admin",
      "p, role:a, *, {get,list}, *, deny",
    ].join("\n");
    const errors = errorsOf({ rbac: { policy, admins: ["a, role:admin"] }, accounts: { admin: {} } });
    const text = errors.join("\n");
    assert.match(text, /argocd\.rbac\.admins\[0\]: "a, role:admin" must be the name of a group or user/);
    assert.match(text, /argocd\.accounts\.admin: as a name is the built-in user: see argocd\.admin/);
    for (const [line, error] of [
      [3, 'is about "aplications", which is none of'],
      [4, 'allows "got", which is none of'],
      [5, 'ends with "alow" and not with allow or deny'],
      [6, "must be `p, <subject>"],
      [7, "must be `g, <subject>, <role>`"],
      [8, "must begin with `p,` or `g,`"],
      [9, "has an empty field"],
      // A comma inside braces begins the next field for Argo CD as well.
      [10, "must be `p, <subject>"],
    ] as const) {
      assert.ok(text.includes(`line ${line} ${error}`), `${line}: ${text}`);
    }
    assert.ok(!/line [12] /.test(text));
  });
});

describe("single sign-on", () => {
  const oidc = { name: "Acme", issuer: "https://login.example.com", clientID: "argocd" };

  it("with OpenID Connect refers to its secret and does not hold it", () => {
    const argocd = {
      url,
      sso: {
        oidc: {
          ...oidc,
          clientSecret: new SecretValue("canary"),
          scopes: ["openid"],
          claims: { groups: { essential: true } },
        },
      },
    };
    const data = cm(argocd);
    assert.equal(data.url, url);
    assert.deepEqual(parse(data["oidc.config"] as string), {
      name: "Acme",
      issuer: "https://login.example.com",
      clientID: "argocd",
      clientSecret: "$argocd-sso:oidc.clientSecret",
      requestedScopes: ["openid"],
      requestedIDTokenClaims: { groups: { essential: true } },
    });
    assert.ok(!JSON.stringify(installed(argocd)).includes("canary"));
    const secret = signOnSecret(environment({ argocd }).argocd.sso);
    assert.deepEqual(
      [secret?.name, secret?.entries.map(({ key, value }) => [key, value?.reveal()])],
      ["argocd-sso", [["oidc.clientSecret", "canary"]]],
    );
  });

  it("with PKCE can do without a secret, and otherwise misses it", () => {
    const missing = (sso: PlainObject, more: PlainObject = {}) =>
      missingCredentials(environment({ argocd: { url, sso, ...more } })).map(({ path }) => path);
    assert.deepEqual(missing({ oidc: { ...oidc, pkce: true } }), []);
    assert.equal(
      (parse(cm({ url, sso: { oidc: { ...oidc, pkce: true } } })["oidc.config"] as string) as PlainObject)
        .enablePKCEAuthentication,
      true,
    );
    assert.deepEqual(missing({ oidc }), ["argocd.sso.oidc.clientSecret"]);
    const github = { type: "github", secrets: { clientSecret: true } };
    assert.deepEqual(missing({ dex: { connectors: { github } } }), [
      "argocd.sso.dex.connectors.github.secrets.clientSecret",
    ]);
  });

  it("reads a Secret that someone else makes, by the same keys", () => {
    const existingSecret = "vault-sso";
    const github = { type: "github", secrets: { clientSecret: true } };
    const oidcOf = (argocd: PlainObject) => (parse(cm(argocd)["oidc.config"] as string) as PlainObject).clientSecret;
    assert.equal(oidcOf({ url, sso: { oidc, existingSecret } }), "$vault-sso:oidc.clientSecret");
    const dex = { url, sso: { dex: { connectors: { github } }, existingSecret } };
    assert.match(cm(dex)["dex.config"] as string, /clientSecret: \$vault-sso:dex\.github\.clientSecret\n/);
    for (const argocd of [{ url, sso: { oidc, existingSecret } }, dex]) {
      assert.equal(signOnSecret(environment({ argocd }).argocd.sso), undefined);
      assert.deepEqual(missingCredentials(environment({ argocd })), []);
    }
  });

  it("with Dex gives each connector its secrets", () => {
    const connectors = {
      github: {
        type: "github",
        name: "GitHub",
        config: { clientID: "id", orgs: [{ name: "acme" }] },
        secrets: { clientSecret: new SecretValue("canary") },
      },
    };
    assert.deepEqual(parse(cm({ url, sso: { dex: { connectors } } })["dex.config"] as string), {
      connectors: [
        {
          type: "github",
          id: "github",
          name: "GitHub",
          config: {
            clientID: "id",
            orgs: [{ name: "acme" }],
            clientSecret: "$argocd-sso:dex.github.clientSecret",
          },
        },
      ],
    });
  });

  it("is one way, complete, at an address, and its secrets are encrypted", () => {
    assert.deepEqual(errorsOf({ sso: { oidc } }), ["argocd.url: is missing, and argocd.sso needs it"]);
    assert.match(
      errorsOf({ url, sso: { oidc, dex: { connectors: {} } } }).join(),
      /argocd\.sso: .*must have exactly one/,
    );
    assert.deepEqual(errorsOf({ url, sso: { dex: { connectors: {} } } }), [
      "argocd.sso.dex.connectors: must have at least one connector",
    ]);
    assert.deepEqual(errorsOf({ url, sso: { oidc: { ...oidc, issuer: "http://x", clientSecret: "plain" } } }), [
      'argocd.sso.oidc.issuer: "http://x" must be an https URL, such as https://login.example.com',
      "argocd.sso.oidc.clientSecret: is in plain text, where everybody can read it",
    ]);
  });
});

describe("how much Argo CD can do at once", () => {
  const FROM_SCALE = [
    "controller.status.processors",
    "controller.operation.processors",
    "controller.k8s.client.qps",
    "controller.k8s.client.burst",
  ];
  const pick = (argocd: PlainObject) => FROM_SCALE.map((key) => parameters(argocd)[key]);

  it("comes from the scale, and from each number that is said", () => {
    assert.deepEqual(pick({}), [undefined, undefined, undefined, undefined]);
    assert.deepEqual(pick({ scale: "medium" }), ["50", "25", "100", "200"]);
    assert.deepEqual(pick({ scale: "large", controller: { statusProcessors: 70 } }), ["70", "50", "150", "300"]);
    const all = parameters({
      controller: { kubectlParallelism: 30, sharding: "round-robin" },
      repoServer: { parallelism: 8 },
      server: { insecure: true },
    });
    assert.equal(all["controller.kubectl.parallelism.limit"], "30");
    assert.equal(all["controller.sharding.algorithm"], "round-robin");
    assert.equal(all["reposerver.parallelism.limit"], "8");
    assert.equal(all["server.insecure"], "true");
    assert.ok(!("server.insecure" in parameters({})));
  });

  const of = (argocd: PlainObject, name: string, install?: string) => {
    const { replicas, template } = workloadNamed(installed(argocd, install), name).spec;
    const [container] = template.spec.containers;
    const variables = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
    return { replicas, resources: container?.resources, variables };
  };

  it("is told to the controllers that share the clusters, and to the servers", () => {
    const controller = of({ controller: { shards: 3 } }, "argocd-application-controller");
    assert.equal(controller.replicas, 3);
    assert.equal(controller.variables.ARGOCD_CONTROLLER_REPLICAS, "3");
    const server = of({ server: { replicas: 2 } }, "argocd-server");
    assert.deepEqual([server.replicas, server.variables.ARGOCD_API_SERVER_REPLICAS], [2, "2"]);
    assert.equal(of({ repoServer: { replicas: 4 } }, "argocd-repo-server").replicas, 4);
    assert.equal(of({}, "argocd-repo-server").replicas, undefined);
  });

  it("has requests by scale, or the resources that are said", () => {
    assert.deepEqual(of({}, "argocd-server").resources, { requests: { cpu: "50m", memory: "128Mi" } });
    assert.deepEqual(of({ scale: "large" }, "argocd-application-controller").resources, {
      requests: { cpu: "2", memory: "4Gi" },
    });
    const resources = { requests: { memory: "1Gi" }, limits: { memory: "2Gi" } };
    assert.deepEqual(of({ redis: { resources } }, "argocd-redis").resources, resources);
    assert.deepEqual(
      of({ redis: { resources }, highAvailability: true }, "argocd-redis-ha-server", highlyAvailable).resources,
      resources,
    );
  });

  it("includes when it looks, and what it says", () => {
    const data = cm({ reconciliationSeconds: 300, reconciliationJitterSeconds: 0 });
    assert.deepEqual([data["timeout.reconciliation"], data["timeout.reconciliation.jitter"]], ["300s", "0s"]);
    const logging = parameters({ logging: { level: "warn", format: "text" } });
    for (const component of ["controller", "server", "reposerver", "dexserver"]) {
      assert.equal(logging[`${component}.log.level`], "warn");
      assert.equal(logging[`${component}.log.format`], "text");
    }
  });

  it("takes numbers that make sense", () => {
    assert.deepEqual(
      errorsOf({ controller: { shards: 0 }, scale: "huge", logging: { level: "loud" } }).map(
        (error) => error.split(":")[0],
      ),
      ["argocd.scale", "argocd.controller.shards", "argocd.logging.level"],
    );
  });
});

describe("whom Argo CD trusts", () => {
  it("are the hosts of the release and ours", () => {
    const key = "AAAAC3NzaC1lZDI1NTE5AAAAIKq0m6eqE3sVpzNJS1RVbqJ2o0WzZmMZrTSb5ZBXVYvR";
    const { ssh_known_hosts } = data(
      installed({ knownHosts: `git.example.com ssh-ed25519 ${key}\n` }),
      "argocd-ssh-known-hosts-cm",
    );
    assert.equal(ssh_known_hosts, `github.com ssh-ed25519 AAAA\ngit.example.com ssh-ed25519 ${key}\n`);
  });

  it("are certificate authorities, each for its host", () => {
    const pem = rootCertificates[0] as string;
    const objects = installed({ certificateAuthorities: { "git.example.com": pem } });
    assert.deepEqual(data(objects, "argocd-tls-certs-cm"), { "git.example.com": pem });
    assert.deepEqual(
      errorsOf({ certificateAuthorities: { "git.example.com": "no PEM", "https://x": pem } }).map((error) =>
        error.replace(/"no PEM" /, ""),
      ),
      [
        "argocd.certificateAuthorities.git.example.com: must be certificates in PEM",
        "argocd.certificateAuthorities.https://x: as a name must be a host name, without scheme and port",
      ],
    );
  });
});
