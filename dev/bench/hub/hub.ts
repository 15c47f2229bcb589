import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { rootName } from "../../../components/application/root";
import { REFRESH, type Application } from "../../../components/application/status";
import { apiServer, select } from "../../../kube/kubeconfig";
import { environmentInCheckout } from "../../../config/checkout";
import type { Environment } from "../../../config/schema";
import { platform } from "../../support/fixture";
import { pushToDev } from "../../support/change";
import type { Checkout } from "../../support/checkout";
import { eventually } from "../../support/shell";
import { uses, type Backend } from "../backend";
import { seconds } from "../measure";
import { kubectl, must } from "../must";
import { tenants, writeStackFiles, type Tenant } from "../scale/tenants";
import { addressOf, type Address } from "./addresses";
import { ArgoCd, type Pace, type Use } from "./argocd";
import { componentsOf, registration } from "./registration";

/** As long as the default pace takes to have looked at every Application. */
const REST_MINUTES = 3;
const LIMIT_SECONDS = 1800;

/** A change of a provider's model, and how many environments it reaches. */
interface Change {
  provider: string;
  model: string;
  environments: number;
}

/** A sandbox as the hub of many environments, whose clusters are addresses of its own API server. */
export class Hub {
  #tenants: readonly Tenant[] = [];
  #registered: readonly Environment[] = [];
  readonly #addresses: Address[] = [];
  #argocd?: ArgoCd;

  constructor(private readonly checkout: Checkout) {}

  /** Describes so many environments in Git. */
  async describe(count: number): Promise<void> {
    this.#tenants = tenants(count, {
      repository: { url: await this.#source("agentgateway-configs"), branch: "dev" },
      sources: {
        charts: await this.#source("agentgateway"),
        gatewayApi: await this.#source("gateway-api-crds"),
      },
    });
    writeStackFiles(this.checkout.directory, this.#tenants);
    await this.#commit("Tenants");
    await pushToDev(this.checkout);
  }

  /** Starts Argo CD at a pace, and waits until it has looked at every Application, for what it has not it keeps no cache of. */
  async pace(pace: Pace): Promise<void> {
    this.#argocd ??= await ArgoCd.of(this.checkout);
    await this.#argocd.start(pace);
    await this.#refresh(["--all"]);
    await eventually("Argo CD has looked at every Application", LIMIT_SECONDS, async () => {
      const { items } = await this.checkout.get<{ items: Application[] }>("dev", "applications", "-n", "argocd");
      const open = items.filter(({ metadata }) => metadata.annotations?.[REFRESH] !== undefined);
      // What it could not compare it would leave so until its next round.
      const unknown = items.filter((each) => each.status?.sync?.status === "Unknown" && !open.includes(each));
      if (unknown.length > 0) await this.#refresh(unknown.map(({ metadata }) => metadata.name));
      return open.length + unknown.length === 0;
    });
    await this.deployed();
  }

  /** Registers environments with the hub, as their stacks do, until there are so many, and waits until all are deployed. */
  async deploy(count: number): Promise<void> {
    const kubeconfig = readFileSync(this.checkout.variable("KUBECONFIG"), "utf8");
    const server = apiServer(kubeconfig, "dev", "KUBECONFIG");
    const selected = select(kubeconfig, "dev");
    const token = ("user" in selected && selected.user?.token) || "";
    const items: object[] = [];
    for (const { name } of this.#tenants.slice(this.#registered.length, count)) {
      const environment = environmentInCheckout(platform, this.checkout.directory, name);
      const address = await addressOf(Number(new URL(server.server).port));
      this.#addresses.push(address);
      this.#registered = [...this.#registered, environment];
      items.push(...registration(environment, { ...server, server: `https://127.0.0.1:${address.port}` }, token));
    }
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await kubectl(this.checkout, ["apply", "--server-side", "-f", "-"], list);
    await this.deployed();
  }

  /** Waits until what is registered is deployed, and all else compared. */
  async deployed(): Promise<void> {
    const names = (of: "own" | "shared") =>
      this.#registered.flatMap((each) => componentsOf(each)[of].map(({ metadata }) => metadata.name));
    const applied = [...this.#registered.map(rootName), ...names("own")];
    const compared = names("shared");
    await eventually(`${this.#registered.length} environments are deployed`, LIMIT_SECONDS, async () => {
      const states = await this.#running().applications();
      return (
        applied.every((name) => states.get(name) === "Synced Healthy") &&
        compared.every((name) => !/^(undefined|Unknown|$)/.test(String(states.get(name))))
      );
    });
  }

  /** What Argo CD uses while nothing changes: of CPU in a minute. */
  async atRest(): Promise<Use> {
    // What follows a deployment is no rest: each object that gets well has its Application looked at again.
    await sleep(30_000);
    const before = this.#running().use();
    await sleep(REST_MINUTES * 60_000);
    const after = this.#running().use();
    return { ...after, cpu: (after.cpu - before.cpu) / REST_MINUTES };
  }

  /** Seconds from the push of another model of the first environment until that has it. */
  changeOne(model: string): Promise<number> {
    const [{ name }] = this.#tenants as readonly [Tenant];
    const entry = /("openai": \{\s*"model": )"[^"]*"/;
    return this.#change(`Pulumi.${name}.yaml`, entry, { provider: "openai", model, environments: 1 });
  }

  /** Seconds from the push of another model in the catalogue until each environment has it. */
  changeAll(model: string): Promise<number> {
    const entry = /(anthropic: \{ provider: "anthropic", model: )"[^"]*"/;
    const environments = this.#registered.length;
    return this.#change("platform.ts", entry, { provider: "anthropic", model, environments });
  }

  async close(): Promise<void> {
    await this.#argocd?.stop();
    for (const address of this.#addresses) await address.close();
  }

  async #refresh(applications: readonly string[]): Promise<void> {
    const words = ["annotate", "--namespace", "argocd", "--overwrite", "applications", ...applications];
    await kubectl(this.checkout, [...words, `${REFRESH}=normal`]);
  }

  async #change(file: string, entry: RegExp, { provider, model, environments }: Change): Promise<number> {
    this.checkout.edit(file, (text) => text.replace(entry, `$1"${model}"`));
    await this.#commit(`Use ${model}`);
    return seconds(async () => {
      await pushToDev(this.checkout);
      await eventually(`${environments} environments use ${model}`, LIMIT_SECONDS, async () => {
        const backends = await this.#backends(provider);
        return backends.filter((each) => uses(each, provider, model)).length >= environments;
      });
    });
  }

  async #backends(name: string): Promise<Backend[]> {
    const selection = ["--all-namespaces", "--field-selector", `metadata.name=${name}`];
    return (await this.checkout.get<{ items: Backend[] }>("dev", "agentgatewaybackends", ...selection)).items;
  }

  async #commit(message: string): Promise<void> {
    must(await this.checkout.npm("render"));
    this.checkout.commit(message);
  }

  /** Where an Application of the sandbox's own environment comes from. */
  async #source(application: string): Promise<string> {
    const { spec } = await this.checkout.get<{ spec: { source: { repoURL: string } } }>(
      "dev",
      "application",
      application,
      "-n",
      "argocd",
    );
    return spec.source.repoURL;
  }

  #running(): ArgoCd {
    if (this.#argocd === undefined) throw new Error("Argo CD has no pace yet");
    return this.#argocd;
  }
}
