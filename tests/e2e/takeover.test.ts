import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { Checkout } from "../../dev/support/checkout";
import { STORIES } from "../../dev/support/commands";
import { publishFormerReleases } from "../../dev/support/formerReleases";
import { identitiesIn, identitiesOf, liveSpecs } from "../../dev/support/live";
import { legacy, OTHERS, OVERLAY_LABELS, predecessor, type Addresses } from "../../dev/support/predecessor";
import { eventually, type Outcome } from "../../dev/support/shell";
import { prodByHand, takesOverProd, takesOverStage } from "./takeoverOthers";

const NAMESPACE = "agentgateway-system";
const STAGE_NAMESPACE = "agentgateway-stage";
const ROOT = "agentgateway-infra-root";
const APPLICATIONS = [ROOT, "gateway-api-crds", "agentgateway-crds", "agentgateway", "agentgateway-configs"];
const REFRESH = "argocd.argoproj.io/refresh";
const REPOSITORY_LABEL = "argocd.argoproj.io/secret-type";

interface Application {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { project: string; source: { path?: string }; syncPolicy: { automated?: object } };
  status?: {
    sync?: { status?: string; revision?: string };
    health?: { status?: string };
    resources?: { kind: string; name: string }[];
  };
}

interface Secret {
  apiVersion: string;
  kind: string;
  metadata: { name: string; uid: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  type: string;
  data: Record<string, string>;
}

/** Objects that the layout before has in each namespace. */
const DEPLOYED = [
  "legacy",
  "openai",
  "openai-secret",
  "bedrock",
  "bedrock-secret",
  "mcp-website-fetcher",
  "mcp-backend",
];

interface List<T> {
  items: T[];
}

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("an environment that was there before, and one deployed by hand", () => {
  let checkout: Checkout;
  let addresses: Addresses;
  let install: string;
  let specs: Record<string, unknown>;

  before(() => {
    checkout = new Checkout(resolve(__dirname, "../.."));
  });
  after(() => checkout.discard());

  async function runs(command: string, args: readonly string[], input?: string): Promise<Outcome> {
    const outcome = await checkout.shell(command, args, input);
    assert.equal(outcome.code, 0, outcome.all.slice(-6000));
    return outcome;
  }
  const kubectl = (...args: string[]) => runs("kubectl", args);
  const apply = (...objects: object[]) =>
    runs("kubectl", ["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
  const secret = (name: string, namespace: string, stringData: Record<string, string>, labels = {}) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, labels },
    stringData,
  });

  const applications = async () => (await checkout.get<List<Application>>("dev", "applications", "-n", "argocd")).items;

  async function applicationsAreWell(revision: string, names: readonly string[], ofGit: number): Promise<void> {
    await eventually(`${names.join(", ")} are Synced and Healthy`, 420, async () => {
      const well = (await applications()).filter(
        ({ metadata, status }) =>
          names.includes(metadata.name) && status?.sync?.status === "Synced" && status.health?.status === "Healthy",
      );
      const atRevision = well.filter(({ status }) => status?.sync?.revision === revision);
      return well.length === names.length && atRevision.length === ofGit;
    });
  }

  /** What a webhook does, or Argo CD by itself after some minutes. */
  async function refreshAll(): Promise<void> {
    await kubectl("annotate", "applications", "-n", "argocd", "--all", "--overwrite", `${REFRESH}=hard`);
    await eventually("Argo CD has looked at all Applications", 120, async () =>
      (await applications()).every(({ metadata }) => metadata.annotations?.[REFRESH] === undefined),
    );
  }

  /** Argo CD as its documentation says, and credentials for the Git host, which is private. */
  async function installArgoCd(): Promise<void> {
    await kubectl("create", "namespace", "argocd");
    await kubectl("apply", "-n", "argocd", "--server-side", "--force-conflicts", "-f", install);
    const password = readFileSync(join(checkout.sandbox, "secrets/git-password"), "utf8").trim();
    await apply(
      // The pods are not real here, so nobody else makes it.
      secret("argocd-redis", "argocd", { auth: "of the installation by hand" }),
      secret(
        "git-host",
        "argocd",
        { type: "git", url: new URL(addresses.repository).origin, username: "sandbox", password },
        { [REPOSITORY_LABEL]: "repo-creds" },
      ),
    );
  }

  it("the layout before runs", async () => {
    assert.equal((await checkout.npm("sandbox", "up", "prod", "--quiet")).code, 0);
    await checkout.enterSandbox();
    const toolchain = await ensureToolchain();
    install = join(toolchain.assets.argocdManifests, "install.yaml");
    await publishFormerReleases(checkout.sandbox, toolchain);
    const { config } = parse(readFileSync(join(checkout.sandbox, "project/Pulumi.dev.yaml"), "utf8")) as {
      config: Record<string, { url: string; charts: string; gatewayApi: string }>;
    };
    const prod = prodByHand(checkout);
    addresses = {
      prod: prod.server,
      repository: config["agentgateway-infra:repository"]!.url,
      charts: config["agentgateway-infra:sources"]!.charts,
      gatewayApi: config["agentgateway-infra:sources"]!.gatewayApi,
    };
    const files = join(checkout.root, "before");
    for (const [path, objects] of predecessor(addresses)) {
      mkdirSync(dirname(join(files, path)), { recursive: true });
      writeFileSync(join(files, path), objects.map((object) => stringify(object, { version: "1.1" })).join("---\n"));
    }
    const git = (...args: string[]) => runs("git", ["-C", files, ...args]);
    await git("init", "--quiet", "--initial-branch=dev");
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "as it was");
    await git("push", "--quiet", checkout.variable("SANDBOX_GIT_URL"), "HEAD:dev");
    const { stdout: revision } = await git("rev-parse", "HEAD");
    await installArgoCd();
    const url = { type: "git", url: addresses.repository };
    await apply(secret("the-repository", "argocd", url, { [REPOSITORY_LABEL]: "repository" }), ...prod.objects);
    await kubectl("apply", "-f", join(files, "app-of-apps/root-application.yaml"));
    // The configuration has a field that its API does not know, so it need not be Synced.
    await applicationsAreWell(revision.trim(), APPLICATIONS.slice(0, 4), 1);
    for (const [context, namespace] of [
      ["dev", NAMESPACE],
      ["dev", STAGE_NAMESPACE],
      ["prod", "agentgateway-prod"],
    ] as const)
      await eventually(`the Gateway in ${namespace} has its proxy, and all else is there`, 240, async () => {
        const { items } = await checkout.get<List<object>>(
          context,
          "deployments,services,configmaps,agentgatewaybackends,httproutes,secrets",
          "-n",
          namespace,
        );
        const text = JSON.stringify(items);
        const named = (name: string) => text.split(`"name":"${name}"`).length - 1;
        return named("agentgateway-proxy") >= 2 && DEPLOYED.every((name) => named(name) >= 1);
      });
  });

  it("what would be lost is refused before anything changes", async () => {
    const before = await checkout.get("dev", "applications,secrets", "-n", "argocd");
    for (const flags of [[], ["--yes"]]) {
      const { code, all } = await checkout.shell("npm", ["run", "--silent", "takeover", "--", "dev", ...flags]);
      assert.equal(code, 1, all);
      assert.match(all, /ConfigMap agentgateway-system\/legacy: is on the cluster and not in the new tree/);
      assert.match(
        all,
        /Deployment agentgateway-system\/mcp-website-fetcher: can't become .*immutable[^]*pulumi config set --path 'selectorLabels\["environment"\]' dev --stack dev, then npm run render/,
      );
      assert.doesNotMatch(all, /Kustomization|default-parameters: is on the cluster/);
      assert.match(all, /Is replaced.*\n {2}Deployment agentgateway-system\/agentgateway /);
      assert.match(all, /Left as it is[^]*Namespace gateway-system /);
      assert.match(
        all,
        /syncs nothing from --release on[^]*agentgateway-configs-prod\n[^]*agentgateway-configs-stage\n/,
      );
      assert.match(all, /agentgateway: values of its chart, by app-of-apps\/chart-agentgateway\/values\.yaml of /);
      assert.match(
        all,
        /Pulumi adopts.*Secret agentgateway-system\/openai-secret.*Argo CD keeps.*HTTPRoute \S+\/openai/s,
      );
    }
    const unchanged = ({ items }: List<Application>) => items.map(({ metadata, spec }) => [metadata.name, spec]);
    const after = await checkout.get("dev", "applications,secrets", "-n", "argocd");
    assert.deepEqual(unchanged(after as List<Application>), unchanged(before as List<Application>));
  });

  it("taking over keeps every object, and brings it to what the new tree says", async () => {
    const identities = await identitiesOf(checkout);
    const ofStage = await identitiesIn(checkout, STAGE_NAMESPACE);
    const pushed = (revision: string) =>
      runs("git", ["push", "--quiet", "--force", checkout.variable("SANDBOX_GIT_URL"), `${revision}:dev`]);
    const selector = async () =>
      JSON.stringify(await checkout.get("dev", "deployment", "agentgateway", "-n", NAMESPACE));
    // The sandbox's stack file is not the checkout's, from which the tree is rendered.
    await runs("pulumi", ["config", "set", "--path", 'selectorLabels["environment"]', "dev", "--stack", "dev"]);
    checkout.edit("Pulumi.dev.yaml", (text) =>
      text.replace("config:\n", `config:\n  agentgateway-infra:selectorLabels: ${JSON.stringify(OVERLAY_LABELS)}\n`),
    );
    await runs("npm", ["run", "--silent", "render"]);
    const without = checkout.commit("Bring the labels along");
    writeFileSync(join(checkout.directory, "k8s/base/legacy.yaml"), stringify(legacy));
    await runs("npm", ["run", "--silent", "render"]);
    const commit = checkout.commit("Bring the legacy manifest along");
    const takeover = (flag: string) => runs("npm", ["run", "--silent", "takeover", "--", "dev", flag]);
    await takeover("--release");

    // Argo CD looks at a tree in which something is missing, all of it by the old root.
    await pushed(without);
    await refreshAll();
    const [root] = (await applications()).filter(({ metadata }) => metadata.name === ROOT);
    const listed = (root?.status?.resources ?? []).map(({ kind, name }) => `${kind} ${name}`);
    assert.ok(listed.includes("Application agentgateway-infra-root-prod"), listed.join());
    const early = await checkout.shell("npm", ["run", "--silent", "takeover", "--", "dev", "--yes"]);
    assert.equal(early.code, 1, "the new tree is not pushed yet");
    assert.match(early.all, /would delete ConfigMap agentgateway-system\/legacy, which is not in the new tree/);
    assert.match(await selector(), /agentgateway-controller/);

    await pushed(commit);
    await refreshAll();
    // A pulumi up that waits too shortly for what Argo CD then goes on with.
    const limit = "application.timeoutSeconds";
    await runs("pulumi", ["config", "set", "--path", limit, "10", "--stack", "dev"]);
    const failed = await checkout.shell("npm", ["run", "--silent", "takeover", "--", "dev", "--yes"]);
    assert.equal(failed.code, 1, failed.all.slice(-6000));
    assert.match(failed.all, /Taking over can be run again/);
    await runs("pulumi", ["config", "rm", "--path", limit, "--stack", "dev"]);
    const { all } = await takeover("--yes");
    assert.match(all, /The new root Application syncs already/);
    assert.match(all, /dev is taken over\. All \d+ objects that were there are the same ones still\./);

    const now = await identitiesOf(checkout);
    const differing = (before: Record<string, string>, after: Record<string, string>) =>
      Object.keys(before).filter((name) => after[name] !== before[name]);
    assert.deepEqual(differing(identities, now), ["Deployment agentgateway"]);
    assert.ok(!(await selector()).includes("agentgateway-controller"));
    assert.deepEqual(differing(ofStage, await identitiesIn(checkout, STAGE_NAMESPACE)), []);
    for (const kind of ["Gateway", "Service", "Deployment", "HTTPRoute", "CustomResourceDefinition", "Secret"])
      assert.ok(
        Object.keys(identities).some((name) => name.startsWith(`${kind} `)),
        kind,
      );
    await applicationsAreWell(commit, APPLICATIONS, 2);
    const others = (await applications()).filter(({ metadata }) => Object.values(OTHERS).includes(metadata.name));
    assert.deepEqual(
      others.map(({ spec }) => spec.syncPolicy.automated),
      [undefined, undefined, undefined],
    );
    const taken = await checkout.get<Application>("dev", "application", ROOT, "-n", "argocd");
    assert.deepEqual([taken.spec.project, taken.spec.source.path], [ROOT, "app-of-apps/dev"]);
    const fetcher = await checkout.get("dev", "deployment", "mcp-website-fetcher", "-n", NAMESPACE);
    const { spec } = fetcher as { spec: { selector: { matchLabels: object } } };
    assert.doesNotMatch(JSON.stringify(spec), /OLD|"fetcher"/);
    assert.deepEqual(spec.selector.matchLabels, { app: "mcp-website-fetcher", ...OVERLAY_LABELS });
  });

  it("the Secrets are Pulumi's, with nothing in them of what was in Git, and Argo CD sees one Secret for the repository", async () => {
    const key = await checkout.get<Secret>("dev", "secret", "openai-secret", "-n", NAMESPACE);
    const texts = [JSON.stringify(key), Buffer.from(key.data["Authorization"]!, "base64").toString()].join();
    assert.doesNotMatch(texts, /a-key-that-was-in-git|tracking-id/);
    const { items } = await checkout.get<List<Secret>>(
      "dev",
      "secrets",
      "-n",
      "argocd",
      "-l",
      `${REPOSITORY_LABEL}=repository`,
    );
    assert.ok(!items.some(({ metadata }) => metadata.name === "the-repository"));
    assert.ok(items.some(({ metadata }) => metadata.name === "agentgateway-infra-repo"));
  });

  takesOverStage(() => checkout);

  takesOverProd(() => checkout);

  it("it is then as after any pulumi up", async () => {
    const preview = await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes");
    assert.equal(preview.code, 0, preview.all);
    specs = await liveSpecs(checkout);
  });

  it("deployed by the two commands of the README, the same objects are there", async () => {
    const keys = await checkout.get<List<Secret>>("dev", "secrets", "-n", NAMESPACE);
    const destroyed = await checkout.pulumi("destroy", "--stack", "dev", "--yes", "--skip-preview");
    assert.equal(destroyed.code, 0, destroyed.all);

    const { repository, charts, gatewayApi } = addresses;
    checkout.edit("platform.ts", (text) =>
      text.replace(
        /repository: \{.*\},/,
        `repository: { url: "${repository}" }, sources: { charts: "${charts}", gatewayApi: "${gatewayApi}" },`,
      ),
    );
    await runs("npm", ["run", "--silent", "render"]);
    const commit = checkout.commit("A fork, with the addresses of this place");
    await runs("git", ["push", "--quiet", checkout.variable("SANDBOX_GIT_URL"), "HEAD:dev"]);
    await installArgoCd();
    await kubectl("create", "namespace", NAMESPACE);
    const named = keys.items.filter(({ metadata }) => metadata.name.endsWith("-secret"));
    await apply(
      ...named.map(({ metadata: { name }, type, data, ...kind }) => ({
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: { name, namespace: NAMESPACE },
        type,
        data,
      })),
    );
    const readme = readFileSync(join(checkout.directory, "README.md"), "utf8");
    const commands = [...readme.matchAll(/^kubectl apply -f .*$/gm)].map(([command]) => command);
    assert.equal(commands.length, 2);
    for (const command of commands) await runs("bash", ["-c", command]);
    await applicationsAreWell(commit, APPLICATIONS, 2);
    assert.deepEqual(await liveSpecs(checkout), specs);
  });

  it("each command of the pages that is this story's was run", () => checkout.assertRan(STORIES.takeover));
});
