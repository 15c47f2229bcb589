import assert from "node:assert/strict";
import fc from "fast-check";
import { rewriteLocation } from "../../../../components/images/location";
import { imagesIn, withImages } from "../../../../components/images/objects";
import { digestOf, parseImage } from "../../../../components/images/reference";
import { rewriteImage } from "../../../../components/images/rewrite";
import { imageRules } from "../../../../components/images/spec";
import { runs } from "../../../../dev/support/property";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("the rewrite of an image", () => {
  const rules = {
    "quay.io": "mirror.example.com/quay",
    "quay.io/argoproj": "argo.example.com",
    "quay.io/argoproj/argocd": "one.example.com:5000/cd",
    "docker.io": "mirror.example.com/hub",
    "docker.io/library/redis": "redis.example.com/redis",
    localhost: "never.example.com",
  };
  const cases: [what: string, image: string, rewritten: string][] = [
    ["a registry", "quay.io/dex/dex:v2.43.1", "mirror.example.com/quay/dex/dex:v2.43.1"],
    ["the longest prefix", "quay.io/argoproj/workflows:v3", "argo.example.com/workflows:v3"],
    ["a whole image, with its digest", `quay.io/argoproj/argocd@${DIGEST}`, `one.example.com:5000/cd@${DIGEST}`],
    ["tag and digest", `quay.io/a:1.0@${DIGEST}`, `mirror.example.com/quay/a:1.0@${DIGEST}`],
    ["no tag", "quay.io/a", "mirror.example.com/quay/a"],
    ["a prefix that ends within a part", "quay.io/argoprojlabs/x:1", "mirror.example.com/quay/argoprojlabs/x:1"],
    ["an official image of Docker Hub", "nginx:1.29", "mirror.example.com/hub/library/nginx:1.29"],
    ["another image of Docker Hub", "acme/tool:1", "mirror.example.com/hub/acme/tool:1"],
    ["Docker Hub by its other name", "index.docker.io/acme/tool:1", "mirror.example.com/hub/acme/tool:1"],
    ["one official image", "redis:8", "redis.example.com/redis:8"],
    ["one that has its registry", "docker.io/redis:8", "redis.example.com/redis:8"],
    ["a registry with a port, which is another one", "localhost:5000/a:1", "localhost:5000/a:1"],
    ["what no rule matches, as it is written", "ghcr.io/acme/tool:1", "ghcr.io/acme/tool:1"],
  ];
  for (const [what, image, rewritten] of cases) {
    it(`takes ${what}`, () => assert.equal(rewriteImage(image, rules), rewritten));
  }

  it("is of the two fields that a chart has for an image too", () => {
    assert.deepEqual(rewriteLocation({ registry: "quay.io/argoproj", repository: "argocd" }, rules), {
      registry: "one.example.com:5000",
      repository: "cd",
    });
    assert.equal(rewriteLocation({ registry: "ghcr.io", repository: "x" }, rules), undefined);
  });

  const segment = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const place = fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,8}\.[a-z]{2,3}(:[1-9][0-9]{1,3})?$/), fc.array(segment, { maxLength: 3 }))
    .map(([registry, path]) => [registry, ...path].join("/"));
  const version = fc.constantFrom("", ":1", ":v1.2.3-rc.1", `@${DIGEST}`, `:1@${DIGEST}`);

  it("replaces the prefix, and keeps what follows it", () => {
    fc.assert(
      fc.property(place, place, fc.array(segment, { minLength: 1, maxLength: 3 }), version, (from, to, rest, end) => {
        const image = `${from}/${rest.join("/")}${end}`;
        assert.ok(imageRules.safeParse({ [from]: to }).success);
        assert.equal(rewriteImage(image, { [from]: to }), `${to}/${rest.join("/")}${end}`);
        const other = `${from}x/${rest.join("/")}${end}`;
        assert.equal(rewriteImage(other, { [from]: to }), other);
      }),
      runs(300),
    );
  });

  it("keeps version and digest, leaves what no rule matches, and does not depend on the order of the rules", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, place), { maxLength: 4 }),
        place,
        segment,
        version,
        (rules, at, name, end) => {
          const image = `${at}/${name}${end}`;
          const rewritten = rewriteImage(image, Object.fromEntries(rules));
          assert.equal(parseImage(rewritten).version, end);
          assert.equal(digestOf(rewritten), digestOf(image));
          const matches = rules.some(([from]) => `${at}/${name}/`.startsWith(`${from}/`));
          if (!matches) assert.equal(rewritten, image);
          const unique = Object.entries(Object.fromEntries(rules));
          assert.equal(rewriteImage(image, Object.fromEntries(unique.reverse())), rewritten);
        },
      ),
    );
  });
});

describe("the images of an object", () => {
  const rules = { "quay.io": "mirror.example.com" };
  const pod = (registry: string) => ({
    initContainers: [{ name: "a", image: `${registry}/a:1` }],
    containers: [{ name: "b", image: `${registry}/b:1`, env: [{ name: "IMAGE", value: "quay.io/b:1" }] }],
    volumes: [{ name: "quay.io" }],
  });
  const objects = (registry: string) => [
    { kind: "Deployment", spec: { template: { spec: pod(registry) } } },
    { kind: "CronJob", spec: { jobTemplate: { spec: { template: { spec: pod(registry) } } } } },
    { kind: "Pod", spec: pod(registry) },
    { controller: { extraContainers: [{ name: "c", image: `${registry}/c` }] } },
  ];

  it("are found and rewritten wherever containers are, and nothing else is changed", () => {
    assert.deepEqual(withImages(objects("quay.io"), rules), objects("mirror.example.com"));
    assert.deepEqual(imagesIn(objects("quay.io")), [
      ...["quay.io/a:1", "quay.io/b:1"],
      ...["quay.io/a:1", "quay.io/b:1"],
      ...["quay.io/a:1", "quay.io/b:1"],
      "quay.io/c",
    ]);
  });

  it("stay where there is no rule", () => {
    const same = objects("quay.io");
    assert.equal(withImages(same, {}), same);
  });
});
