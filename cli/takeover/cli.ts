/** `npm run takeover`: what the layout before this program deployed becomes this program's, and nothing is recreated. */
import { UserError } from "../../core/errors";
import { connect } from "../stack/clusters";
import { compare } from "./compare";
import { gatherFacts } from "./gather";
import { assertSame, identities } from "./identities";
import { joinProjects } from "./joinProjects";
import { planTakeover } from "./plan";
import { describePlan } from "./print";
import { assertPublished } from "./published";
import { progressOf } from "./progress";
import { makeProjects } from "./projects";
import { adoptingUp, plainUp, plannedObjects } from "./pulumi";
import { release } from "./release";
import { replaceController } from "./replaceController";
import { restartOnNewPassword } from "./restartArgoCd";
import { deliveredObjects, readStack } from "./stack";
import { claim, handOver, retireRepositories, untrack } from "./steps";

export async function takeover(stack: string, options: { release?: boolean; yes?: boolean }): Promise<void> {
  const environment = await readStack(stack);
  const clusters = await connect(environment);
  const { hub } = clusters;
  const delivered = deliveredObjects(environment);
  const facts = await gatherFacts(clusters, environment, await plannedObjects(stack), delivered);
  const plan = planTakeover(facts);
  console.log(describePlan(stack, plan));
  if (plan.refusals.length > 0) throw new UserError("It can't be done, and nothing was changed:", plan.refusals);
  if (!options.release && !options.yes) return console.log("\nNothing was changed. How to go on: docs/takeover.md");

  const before = await identities(clusters, facts);
  const { compared, synced } = progressOf(facts);
  if (synced) console.log("\nThe new root Application syncs already; what is left is to be done by pulumi up.");
  else {
    await release(hub, facts);
    console.log("\nThe Applications sync nothing now, and nothing would be deleted with them.");
  }
  if (!options.yes) return console.log(`Push the new tree, then: npm run takeover -- ${stack} --yes`);
  if (!synced) {
    await untrack(clusters, facts);
    await retireRepositories(hub, facts);
    await handOver(clusters, facts);
  }
  if (!compared) {
    await makeProjects(hub, facts);
    await assertPublished(await compare(hub, facts), environment.repository.branch);
    console.log("Argo CD has compared the new tree with the cluster, and would delete nothing. Now pulumi up.");
  }
  // What an earlier pulumi up has made Pulumi's: this one would undo in it what others still seem to set.
  await claim(clusters, facts);
  const done = new AbortController();
  const besides = Promise.all([
    restartOnNewPassword(hub, facts, done.signal),
    joinProjects(hub, facts, done.signal),
    replaceController(clusters, facts, done.signal),
  ]);
  // pulumi up says more of why.
  besides.catch(() => undefined);
  await adoptingUp(stack).finally(() => done.abort());
  await besides;
  await claim(clusters, facts);
  await handOver(clusters, facts); // The Applications: this command wrote into them as Argo CD.
  console.log("\nPulumi has adopted what there was. Once more, as it will be from now on.");
  await plainUp(stack);
  const count = await assertSame(clusters, facts, before);
  console.log(`\n${stack} is taken over. All ${count} objects that were there are the same ones still.`);
}
