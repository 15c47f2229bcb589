import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withoutDescriptions } from "../../../../components/argocd/crds";
import { installManifest } from "../../../../components/argocd/install";
import { readRelease } from "../../../../components/argocd/release";
import { checksums, filesOf } from "../../../../components/argocd/releases";
import type { PlainObject } from "../../../../core/merge";
import {
  data,
  highlyAvailable,
  installed,
  objectsOf,
  release,
  single,
  workloadNamed,
} from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";

describe("the installation of Argo CD", () => {
  it("is the CRDs and the release, without what app-of-apps has no use for and what is secret", () => {
    const objects = objectsOf(installManifest(release, environment().argocd));
    assert.deepEqual(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      [
        "CustomResourceDefinition x",
        "ConfigMap argocd-cm",
        "ConfigMap argocd-cmd-params-cm",
        "ConfigMap argocd-rbac-cm",
        "ConfigMap argocd-ssh-known-hosts-cm",
        "ConfigMap argocd-tls-certs-cm",
        "NetworkPolicy argocd-server-network-policy",
        "Deployment argocd-server",
        "Deployment argocd-repo-server",
        "StatefulSet argocd-application-controller",
        "Deployment argocd-redis",
      ],
    );
  });

  it("leaves out what CRDs say in words, and nothing else", () => {
    const description = "In words.";
    const schema = (words: object) => ({
      type: "object",
      ...words,
      required: ["description"],
      properties: {
        description: { type: "string", default: "description", ...words },
        any: { "x-kubernetes-preserve-unknown-fields": true, additionalProperties: true },
        map: { type: "object", ...words, additionalProperties: { type: "integer", enum: [1], ...words } },
        list: { type: "array", items: { anyOf: [{ required: ["x"] }], properties: { x: { ...words } }, ...words } },
      },
    });
    const definition = (words: object) => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "x", annotations: { description } },
      spec: {
        group: "g",
        versions: [
          {
            name: "v1",
            served: true,
            additionalPrinterColumns: [{ name: "A", description }],
            schema: { openAPIV3Schema: schema(words) },
          },
          { name: "v0", served: false },
        ],
      },
    });
    assert.deepEqual(withoutDescriptions(definition({ description })), definition({}));
  });

  it("keeps what the release says where we say nothing", () => {
    assert.equal(data(installed(), "argocd-cm").kept, "yes");
    assert.equal(data(installed(), "argocd-ssh-known-hosts-cm").ssh_known_hosts, "github.com ssh-ed25519 AAAA\n");
  });

  it("brings Dex with its connectors only", () => {
    const sso = { dex: { connectors: { github: { type: "github" } } } };
    const url = "https://argocd.example.com";
    assert.ok(workloadNamed(installed({ sso, url }), "argocd-dex-server"));
    assert.throws(() => workloadNamed(installed(), "argocd-dex-server"));
  });

  it("brings ApplicationSets on request, with their controller, and holds its generators to credentials of their own", () => {
    const named = (argocd: PlainObject) =>
      installed(argocd)
        .filter(({ metadata }) => metadata.name.startsWith("argocd-applicationset"))
        .map(({ kind }) => kind);
    assert.deepEqual(named({}), []);
    assert.deepEqual(named({ applicationSets: true }), ["Deployment", "ServiceAccount"]);
    const parameters = (argocd: PlainObject) =>
      Object.entries(data(installed(argocd), "argocd-cmd-params-cm")).filter(([key]) =>
        key.startsWith("applicationsetcontroller"),
      );
    assert.deepEqual(parameters({}), []);
    assert.deepEqual(parameters({ applicationSets: true, logging: { level: "warn" } }), [
      ["applicationsetcontroller.enable.tokenref.strict.mode", "true"],
      ["applicationsetcontroller.log.level", "warn"],
      ["applicationsetcontroller.log.format", "json"],
    ]);
  });

  it("brings notifications on request, with their controller, which never logs the tokens of requests", () => {
    const named = (argocd: PlainObject) =>
      installed(argocd)
        .filter(({ metadata }) => metadata.name.startsWith("argocd-notifications"))
        .map(({ kind }) => kind);
    const notifications = { webhook: {} };
    assert.deepEqual(named({}), []);
    assert.deepEqual(named({ notifications }), ["ConfigMap", "Deployment"], "the Secret is made apart");
    const parameters = (argocd: PlainObject) =>
      Object.entries(data(installed(argocd), "argocd-cmd-params-cm")).filter(([key]) =>
        key.startsWith("notifications"),
      );
    assert.deepEqual(parameters({}), []);
    assert.deepEqual(parameters({ notifications, logging: { level: "debug" } }), [
      ["notificationscontroller.log.level", "info"],
      ["notificationscontroller.log.format", "json"],
    ]);
    assert.deepEqual(
      workloadNamed(installed({ notifications }), "argocd-notifications-controller").spec.template.spec.containers.map(
        ({ resources }) => resources,
      ),
      [{ requests: { cpu: "50m", memory: "128Mi" } }],
    );
  });

  it("refuses a release that lacks what a setting is for", () => {
    assert.throws(
      () => installed({ highAvailability: true }, single),
      /argocd\.version: the manifests of Argo CD \S+ have no argocd-redis-ha-server, which our settings are for. Choose another release./,
    );
    assert.ok(workloadNamed(installed({ highAvailability: true }, highlyAvailable), "argocd-redis-ha-server"));
  });
});

describe("a changed setting", () => {
  const restarted = (argocd: PlainObject) => {
    const checksum = (objects: ReturnType<typeof installed>, name: string) =>
      workloadNamed(objects, name).spec.template.metadata?.annotations?.["checksum/settings"];
    const [before, after] = [installed(), installed(argocd)];
    return ["argocd-server", "argocd-repo-server", "argocd-application-controller", "argocd-redis"].filter(
      (name) => checksum(before, name) !== checksum(after, name),
    );
  };

  it("restarts what reads it at its start, and nothing else", () => {
    assert.deepEqual(restarted({}), []);
    assert.deepEqual(restarted({ repoServer: { parallelism: 5 } }), ["argocd-repo-server"]);
    assert.deepEqual(restarted({ controller: { statusProcessors: 7 } }), ["argocd-application-controller"]);
    assert.deepEqual(restarted({ reconciliationSeconds: 60 }), ["argocd-repo-server", "argocd-application-controller"]);
    assert.deepEqual(restarted({ reconciliationJitterSeconds: 5 }), ["argocd-application-controller"]);
    assert.deepEqual(restarted({ applicationSets: true }), []);
    assert.deepEqual(restarted({ logging: { level: "debug" } }), [
      "argocd-server",
      "argocd-repo-server",
      "argocd-application-controller",
    ]);
  });

  it("that Argo CD reads again by itself restarts nothing", () => {
    assert.deepEqual(restarted({ rbac: { default: "readonly" }, accounts: { ci: {} }, admin: { enabled: false } }), []);
    assert.deepEqual(restarted({ notifications: { slack: { channel: "alerts" } } }), []);
  });

  it("leaves the labels of the pods as they are", () => {
    const { template } = workloadNamed(installed(), "argocd-server").spec;
    assert.deepEqual((template.metadata as { labels?: object }).labels, { app: "argocd-server" });
  });
});

describe("a release of Argo CD", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "release-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const choice = (argocd: PlainObject) => environment({ argocd }).argocd;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
    return [path, createHash("sha256").update(text).digest("hex")];
  };

  it("that is not there is refused, and where it was looked for is said", async () => {
    await assert.rejects(
      readRelease(choice({ manifests: directory })),
      new RegExp(
        `can't read ${directory}/\\S+ \\(ENOENT\\). It must be the manifests directory of an Argo CD release.`,
      ),
    );
  });

  it("that can't be fetched is refused, with what to do without internet", async () => {
    const manifests = "http://127.0.0.1:1025/manifests";
    await assert.rejects(
      readRelease(choice({ manifests })),
      /Can't download http:\/\/127.0.0.1:1025\/manifests\/\S+ within 60 s: .*ECONNREFUSED.*. Without internet, point argocd.manifests to a copy./,
    );
  });

  it("that is not known is read by the checksums that are given", async () => {
    const files = ["ha/namespace-install.yaml", "crds/application-crd.yaml", "crds/appproject-crd.yaml"];
    const sha256 = Object.fromEntries(files.map((path) => write(path, `# ${path}`))) as Record<string, string>;
    const spec = choice({ version: "3.99.0", highAvailability: true, manifests: directory, sha256 });
    assert.deepEqual(await readRelease(spec), {
      install: "# ha/namespace-install.yaml",
      crds: ["# crds/application-crd.yaml", "# crds/appproject-crd.yaml"],
    });
    write("crds/appproject-crd.yaml", "changed");
    await assert.rejects(readRelease(spec), /appproject-crd\.yaml is not the file of Argo CD 3\.99\.0: its SHA-256 is/);
  });

  it("that is known has a checksum for every file, single and highly available, with and without ApplicationSets", () => {
    for (const version of Object.keys(checksums)) {
      for (const yes of [true, false]) {
        const files = filesOf({ version, highAvailability: yes, applicationSets: yes, sha256: {} });
        assert.equal(files.length, yes ? 4 : 3);
        assert.deepEqual(
          files.filter(([, sha256]) => !/^[0-9a-f]{64}$/.test(sha256 ?? "")),
          [],
        );
      }
    }
  });

  it("that is not known, and has no checksums, is an error that says how to get them", () => {
    assert.throws(
      () =>
        choice({
          version: "3.99.0",
          sha256: { "namespace-install.yaml": "0".repeat(64), "crds/x.yaml": "0".repeat(64) },
        }),
      (error: Error) => {
        assert.match(error.message, /argocd\.version: "3\.99\.0" is not a release that is known here/);
        assert.match(error.message, /lacks crds\/application-crd\.yaml, crds\/appproject-crd\.yaml/);
        assert.match(error.message, /v3\.99\.0\/manifests\/\$f \| sha256sum/);
        assert.match(error.message, /argocd\.sha256\.crds\/x\.yaml: is none of the files that are installed/);
        return true;
      },
    );
  });
});
