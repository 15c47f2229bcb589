/** `npm run takeover`: what the layout before this program deployed becomes this program's, and nothing is made anew. */
import { parseArgs } from "node:util";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { connectTo, deliveredObjects, readStack } from "./stack";
import { gatherFacts } from "./facts";
import { assertSame, identities } from "./identities";
import { forgotten, planTakeover } from "./plan";
import { describePlan } from "./print";
import { assertPublished } from "./published";
import { adoptingUp, plainUp, plannedObjects } from "./pulumi";
import { claim, compare, forget, handOver, release, restartOnNewPassword, retireRepositories } from "./steps";

const USAGE = `npm run takeover -- STACK             shows what would be done; changes nothing
npm run takeover -- STACK --release   the Applications there are stop syncing and let go of what they deployed
npm run takeover -- STACK --yes       that, and the rest (docs/takeover.md)`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { release: { type: "boolean" }, yes: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [stack] = positionals;
  if (values.help || stack === undefined) return console.log(USAGE);
  const environment = await readStack(stack);
  const cluster = await connectTo(environment);
  const delivered = await deliveredObjects(environment);
  const facts = await gatherFacts(cluster, environment, await plannedObjects(stack), delivered);
  const plan = planTakeover(facts);
  console.log(describePlan(stack, plan));
  if (plan.refusals.length > 0) throw new UserError("It can't be done, and nothing was changed:", plan.refusals);
  if (!values.release && !values.yes) return console.log("\nNothing was changed. How to go on: docs/takeover.md");

  const before = await identities(cluster, facts);
  await release(cluster, facts);
  console.log("\nThe Applications sync nothing now, and nothing would be deleted with them.");
  if (!values.yes) return console.log(`Push the new tree, then: npm run takeover -- ${stack} --yes`);
  await forget(cluster, forgotten(facts), facts);
  await retireRepositories(cluster, facts);
  await handOver(cluster, facts);
  await assertPublished(await compare(cluster, facts), environment.repository.branch);
  console.log("Argo CD has compared the new tree with the cluster, and would delete nothing. Now pulumi up.");
  const done = new AbortController();
  const restart = restartOnNewPassword(cluster, done.signal);
  await adoptingUp(stack).finally(() => done.abort());
  await restart;
  await claim(cluster, facts);
  await handOver(cluster, facts); // The Applications: this command wrote into them as Argo CD.
  console.log("\nPulumi has adopted what there was. Once more, as it will be from now on.");
  await plainUp(stack);
  const count = await assertSame(cluster, before);
  console.log(`\n${stack} is taken over. All ${count} objects that were there are the same ones still.`);
}

main().catch(reportAndExit);
