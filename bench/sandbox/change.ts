import { useModel } from "../../tests/support/change";
import type { Checkout } from "../../tests/support/checkout";
import { eventually } from "../../tests/support/shell";
import type { Report } from "../figure";
import { seconds } from "../measure";

const RUNS = 3;

interface Backend {
  metadata: { generation: number };
  spec: { ai?: { provider?: { openai?: { model?: string } } } };
  status?: { conditions?: { type: string; status: string; observedGeneration?: number }[] };
}

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
    const { metadata, spec, status } = await checkout.get<Backend>(
      "dev",
      "agentgatewaybackend",
      "openai",
      "-n",
      "agentgateway-system",
    );
    const accepted = status?.conditions?.find(({ type }) => type === "Accepted");
    return (
      spec.ai?.provider?.openai?.model === model &&
      accepted?.status === "True" &&
      accepted.observedGeneration === metadata.generation
    );
  });
}
