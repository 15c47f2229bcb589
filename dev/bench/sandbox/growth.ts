import type { Checkout } from "../../support/checkout";
import type { Report } from "../figure";
import { must } from "../must";
import { programMemory, stateSize } from "./preview";

const MORE = 20;

/** What each provider more costs: bytes of state, and memory of the program. */
export async function benchGrowth(checkout: Checkout, report: Report): Promise<void> {
  const preview = () => checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes");
  const [stateBefore, memoryBefore] = [stateSize(checkout, "dev"), await programMemory(checkout, preview)];
  const entries = Array.from(
    { length: MORE },
    (_, n) => `    more${n}: { provider: "openai", model: "gpt-5.4-mini" },`,
  );
  checkout.edit("platform.ts", (text) => text.replace("llmProviders: {", `llmProviders: {\n${entries.join("\n")}`));
  must(await checkout.npm("render"));
  checkout.commit(`${MORE} more providers`);
  must(await checkout.npm("sandbox", "push"));
  must(await checkout.npm("start", "--quiet"));
  report({
    what: "state of each provider more",
    unit: "KiB",
    runs: [(stateSize(checkout, "dev") - stateBefore) / MORE],
  });
  report({
    what: "memory of each provider more",
    unit: "MiB",
    runs: [Math.max(0, (await programMemory(checkout, preview)) - memoryBefore) / MORE],
  });
}
