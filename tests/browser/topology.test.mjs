// Looks at the pictures of `npm run topology` in a real browser: both are drawn without error, and no text leaves its box.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Where screenshots go, for people to look at. Default: there are none. */
const SCREENSHOTS = process.env.SCREENSHOTS;

const draw = (stack, format) =>
  execFileSync(
    process.execPath,
    ["-r", "ts-node/register/transpile-only", "cli/main.ts", "topology", stack, "--format", format],
    { cwd: root, encoding: "utf8" },
  );

const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

describe("the pictures, in a browser", () => {
  let browser;
  let page;
  before(async () => {
    assert.ok(existsSync(join(here, "node_modules/mermaid")), "run: npm ci --prefix tests/browser");
    assert.ok(existsSync(CHROMIUM), `there is no ${CHROMIUM}: install Chromium, or say in CHROMIUM where it is`);
    const { chromium } = await import("playwright-core");
    // The pages are our own, and without a sandbox Chromium also runs as root, in CI.
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    page = await browser.newPage({ viewport: { width: 1800, height: 1200 } });
    await page.addScriptTag({ path: join(here, "node_modules/mermaid/dist/mermaid.min.js") });
  });
  beforeEach(() => page.setContent("<div id='picture'></div>"));
  after(() => browser?.close());

  const shoot = async (name) => {
    if (SCREENSHOTS === undefined) return;
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  };

  for (const stack of stacks) {
    it(`are drawn as SVG for ${stack}, each text within its box`, async () => {
      const picture = draw(stack, "svg");
      const error = await page.evaluate(
        (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror")?.textContent,
        picture,
      );
      assert.equal(error, undefined);
      await page.setContent(picture);
      await shoot(`${stack}-svg`);
      const { boxes, outside } = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll("g > rect:not(.frame)")];
        const outside = boxes.flatMap((box) => {
          const { left, right, top, bottom } = box.getBoundingClientRect();
          const texts = [];
          for (let next = box.nextElementSibling; next?.tagName === "text"; next = next.nextElementSibling)
            texts.push(next);
          return texts
            .map((text) => [text.textContent, text.getBoundingClientRect()])
            .filter(([, at]) => at.left < left || at.right > right || at.top < top || at.bottom > bottom)
            .map(([text]) => text);
        });
        return { boxes: boxes.length, outside };
      });
      assert.deepEqual(outside, []);
      assert.equal(boxes, draw(stack, "mermaid").match(/:::/g).length, "as many boxes as Mermaid has nodes");
    });

    it(`are drawn by Mermaid for ${stack}, with every node and edge`, async () => {
      const text = draw(stack, "mermaid");
      const drawn = await page.evaluate(async (text) => {
        globalThis.mermaid.initialize({ startOnLoad: false });
        await globalThis.mermaid.parse(text);
        const { svg } = await globalThis.mermaid.render("drawn", text);
        document.querySelector("#picture").innerHTML = svg;
        const count = (selector) => document.querySelectorAll(selector).length;
        return {
          nodes: count("#picture g.node"),
          edges: count("#picture path.flowchart-link"),
          clusters: count("#picture g.cluster"),
        };
      }, text);
      await shoot(`${stack}-mermaid`);
      const edges = text.match(/ (-->|-\.->)/g).length;
      const nodes = text.match(/:::/g).length;
      assert.deepEqual(drawn, { nodes, edges, clusters: 2 });
    });
  }
});
