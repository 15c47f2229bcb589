import type { Checkout } from "../../support/checkout";
import type { Report } from "../figure";
import { seconds } from "../measure";
import { must } from "../must";
import { onCheckout } from "../onCheckout";
import type { Pace } from "./argocd";
import { Hub } from "./hub";

const FEW = 10;
const MANY = 100;
const CHANGES = 3;

/** Argo CD's own default, and what docs/scale.md advises where pushes are announced. */
const DEFAULT: Pace = { every: 120, jitter: 60 };
const HOURLY: Pace = { every: 3600, jitter: 900 };

/**
 * What many environments cost the Argo CD of their hub: at rest, at a commit that changes one, and at one that changes all.
 * Each is five Applications, of a cluster that is its own to Argo CD (see `registration`); all come from one branch.
 */
export function benchHub(report: Report): Promise<void> {
  return onCheckout((checkout) => measure(checkout, report));
}

async function measure(checkout: Checkout, report: Report): Promise<void> {
  const hub = new Hub(checkout);
  try {
    must(await checkout.npm("start", "--quiet"));
    await checkout.enterSandbox();
    await hub.describe(MANY);
    await hub.pace(DEFAULT);

    await hub.deploy(FEW);
    const few = await hub.atRest();
    report({ what: `CPU of Argo CD in a minute at rest, ${FEW} environments`, unit: "s", runs: [few.cpu] });
    const first = await seconds(() => hub.deploy(MANY));
    report({ what: `first deployment of ${MANY - FEW} environments more, all at once`, unit: "s", runs: [first] });
    const many = await hub.atRest();
    const more = (of: keyof typeof few) => (many[of] - few[of]) / (MANY - FEW);
    report({
      what: `CPU of Argo CD in a minute at rest, ${MANY} environments`,
      unit: "s",
      runs: [many.cpu],
      yardstick: { what: `${MANY / FEW} times that of ${FEW}`, value: (MANY / FEW) * few.cpu },
      atMost: 1.5,
    });
    report({ what: `memory of Argo CD's controller, ${MANY} environments`, unit: "MiB", runs: [many.controller] });
    report({ what: "memory of the controller, each environment more", unit: "MiB", runs: [more("controller")] });
    report({ what: `memory of the repo-server, ${MANY} environments`, unit: "MiB", runs: [many.repoServer] });

    const one: number[] = [];
    for (let each = 1; each <= CHANGES; each++) one.push(await hub.changeOne(`bench-${each}`));
    report({
      what: `a commit that changes one of ${MANY} environments, to Accepted`,
      unit: "s",
      runs: one,
      atMost: 10,
    });
    const all = await hub.changeAll("bench-all");
    report({ what: `a commit that changes all of ${MANY} environments, to Accepted in each`, unit: "s", runs: [all] });

    await hub.deployed();
    await hub.pace(HOURLY);
    const hourly = await hub.atRest();
    report({
      what: `CPU of Argo CD in a minute at rest, ${MANY} environments, reconciliationSeconds ${HOURLY.every}`,
      unit: "s",
      runs: [hourly.cpu],
      yardstick: { what: `with ${DEFAULT.every}`, value: many.cpu },
    });
  } finally {
    await hub.close();
  }
}
