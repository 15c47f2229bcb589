import { useModel } from "../../support/change";
import type { Checkout } from "../../support/checkout";
import { eventually } from "../../support/shell";
import { uses, type Backend } from "../backend";
import type { Report } from "../figure";
import { seconds } from "../measure";

const RUNS = 3;

/** From the edit of a provider to the controller's word that the gateway has it: edit, render, commit, push. */
export async function benchChange(checkout: Checkout, report: Report): Promise<void> {
  const runs: number[] = [];
  for (let run = 1; run <= RUNS; run++) {
    const model = `bench-${run}`;
    runs.push(await seconds(() => change(checkout, model)));
  }
  report({ what: "a changed provider, from edit to Accepted", unit: "s", runs, atMost: 10 });
}

async function change(checkout: Checkout, model: string): Promise<void> {
  await useModel(checkout, model);
  await eventually(`the backend openai uses ${model}`, 120, async () => {
    const where = ["agentgatewaybackend", "openai", "-n", "agentgateway-system"];
    return uses(await checkout.get<Backend>("dev", ...where), "openai", model);
  });
}
