import assert from "node:assert/strict";
import { isSecretField } from "../../config/schema";
import { ON_A_CLUSTER, scripts, strayCommands } from "../../dev/support/commands";
import { PageShell } from "../../dev/support/pageShell";

// What asks a deployed environment is run by the stories of tests/e2e, what asks any cluster by pagesOnCluster, and what
// needs more is marked.
describe("the commands of the pages, as they stand there", function () {
  this.timeout(600_000);
  let shell: PageShell;
  before(async () => {
    shell = await PageShell.open({ server: "https://127.0.0.1:1", authority: "nobody's", token: "nobody's" });
  });
  after(() => shell?.close());

  const pages = Map.groupBy(scripts(), ({ page }) => page);
  for (const [page, all] of pages) {
    it(page, async () => {
      await shell.turnPage();
      const commands = all.flatMap((script) => script.commands);
      for (const command of commands.filter((each) => !ON_A_CLUSTER.test(each))) await shell.run(command);
    });
  }

  it("set secrets where the configuration has some", () => {
    const text = scripts()
      .flatMap(({ commands }) => commands)
      .join("\n");
    const paths = [...text.matchAll(/config set --secret --path (\S+)/g)].map(([, path = ""]) => path);
    assert.ok(paths.length > 20);
    assert.deepEqual(
      paths.filter((path) => !isSecretField(path.split("."))),
      [],
    );
  });

  it("are what the stories say they run", () => assert.deepEqual(strayCommands(), []));
});
