import assert from "node:assert/strict";
import { installedObjects, objectsIn } from "../../components/argocd/install";
import { readRelease } from "../../components/argocd/release";
import { imagesIn } from "../../components/images/objects";
import { parseImage } from "../../components/images/reference";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { environment } from "../../dev/support/environment";

const everything = {
  url: "https://argocd.example.com",
  sso: { dex: { connectors: { github: { type: "github" } } } },
  applicationSets: true,
  notifications: { webhook: {} },
};
const MIRROR = "mirror.example.com";

describe("the images of Argo CD's release", () => {
  for (const highAvailability of [false, true]) {
    it(`are all rewritten, ${highAvailability ? "highly available" : "one of each"}`, async () => {
      const { assets } = await ensureToolchain({ only: [] });
      const { argocd } = environment({
        argocd: { ...everything, highAvailability, manifests: assets.argocdManifests },
      });
      const { install } = await readRelease(argocd);
      // Whatever the text calls an image, in whichever field.
      const named = new Set([...install.matchAll(/^ *(?:- )?image: *(\S+)$/gm)].map(([, image = ""]) => image));
      assert.deepEqual([...new Set(imagesIn(objectsIn(install)))].sort(), [...named].sort());
      const registries = [...named].map((image) => parseImage(image).repository.split("/")[0]!);
      const images = Object.fromEntries(registries.map((registry) => [registry, `${MIRROR}/${registry}`]));
      const rewritten = JSON.stringify(installedObjects(install, argocd, { images }));
      for (const image of named) {
        assert.ok(rewritten.includes(`"image":"${MIRROR}/${image}"`), image);
        assert.ok(!rewritten.includes(`"${image}"`), image);
      }
    });
  }
});
