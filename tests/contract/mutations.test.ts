import assert from "node:assert/strict";
import fc from "fast-check";
import { missingCredentials } from "../../config/checks";
import type { PlainObject } from "../../core/merge";
import { environmentSchema } from "../../config/schema";
import { SecretValue } from "../../core/secret";
import { validateEnvironment } from "../../config/validate";
import { environmentSecrets } from "../../components/environment";
import { anyEnvironment } from "../../dev/support/catalogue";
import { anywhereMutators, mutantsOf, PLAIN_SECRET } from "../../dev/support/mutations/anywhere";
import { changed, laidOver } from "../../dev/support/mutations/mutant";
import { pairs } from "../../dev/support/mutations/pairs";
import { errorsIn, isAt } from "../../dev/support/mutations/refusal";
import { runs, SEED } from "../../dev/support/property";
import { offersOf, takenBy } from "../../dev/support/schema/places";

/** Environments that each mutator is tried on. */
const TRIES = { anywhere: 20, pair: 4, secret: 20 };

/**
 * What is no part of a catalogue: Argo CD's own settings, what a user of patches and of the API's own fields writes, and a stack
 * without an environment.
 */
const elsewhere =
  /^\.policies\.\*\.(traffic|backend|frontend|strategy)\.\*$|^\.policies\.\*\.strategy$|^\.gateway\.(deployment|daemonSet|istio|modelCatalog|rawConfig)\.\*$|^\.gateway\.(daemonSet$|workload\.kind: DaemonSet)|^\.argocd\.(?!mode|kubeconfig|context)|^\.patches\.\*\.|^\.delivery: none$/;

describe(`any environment (seed ${SEED})`, () => {
  it("takes each field, kind and word that the schema has: none is left untried", () => {
    const offers = new Set([...offersOf(environmentSchema)].filter((offer) => !elsewhere.test(offer)));
    for (const environment of fc.sample(anyEnvironment, runs(1000)))
      for (const taken of takenBy(environmentSchema, environment)) offers.delete(taken);
    assert.deepEqual([...offers], []);
  });

  it("is sound", () => {
    fc.assert(
      fc.property(anyEnvironment, (environment) => assert.deepEqual(errorsIn([environment]), [])),
      runs(200),
    );
  });

  describe("is refused at the very place, once it has", () => {
    for (const mutator of anywhereMutators) {
      it(`${mutator}, anywhere`, () => {
        let refused = 0;
        fc.assert(
          fc.property(anyEnvironment, fc.nat(), (environment, choice) => {
            const mutants = mutantsOf(mutator, environment);
            fc.pre(mutants.length > 0);
            const { layers, at } = (mutants[choice % mutants.length] as (typeof mutants)[number])();
            assertRefused(layers, at);
            refused++;
          }),
          runs(TRIES.anywhere),
        );
        assert.ok(refused >= TRIES.anywhere);
      });
    }

    for (const [what, { at, sound, broken }] of Object.entries(pairs)) {
      it(what, () => {
        fc.assert(
          fc.property(anyEnvironment, (environment) => {
            assert.deepEqual(errorsIn([laidOver(environment, sound)]), [], "what is to be broken is sound before");
            assertRefused([laidOver(environment, broken)], at);
          }),
          runs(TRIES.pair),
        );
      });
    }

    it("an override of nothing", () => {
      fc.assert(
        fc.property(anyEnvironment, fc.constantFrom("llmProviders", "mcpServers", "agents", "policies"), (base, kind) =>
          assertRefused([base, { [kind]: { victim: { path: "/victim" } } }], `${kind}.victim`),
        ),
        runs(TRIES.secret),
      );
    });

    it("one credential less than it needs", () => {
      fc.assert(
        fc.property(anyEnvironment, fc.nat(), (environment, choice) => {
          const needed = credentialPaths(environment);
          fc.pre(needed.length > 0);
          const lacking = needed[choice % needed.length] as string;
          const all = needed.reduce((with_, path) => changed(with_, path.split("."), SECRET), environment as unknown);
          // What platform.ts declares stays declared.
          const declared = /\.secrets\.[^.]+$|^(mcpServers|agents)\..*\.apiKey$/.test(lacking) ? true : undefined;
          const one = changed(all, lacking.split("."), declared) as PlainObject;
          assert.deepEqual(missingPaths(all as PlainObject), []);
          assert.deepEqual(missingPaths(one), [lacking]);
        }),
        runs(TRIES.secret),
      );
    });
  });
});

const SECRET = new SecretValue("value");

/** Where the credentials stand that an environment needs. */
function credentialPaths(environment: PlainObject): string[] {
  return environmentSecrets(validateEnvironment("test", [environment]))
    .flatMap(({ entries }) => entries)
    .filter(({ required }) => required)
    .map(({ path }) => path);
}

/** Those of them that it has not. */
function missingPaths(environment: PlainObject): string[] {
  return missingCredentials(validateEnvironment("test", [environment])).map(({ path }) => path);
}

function assertRefused(layers: readonly PlainObject[], at: string): void {
  const errors = errorsIn(layers);
  assert.ok(errors.some(isAt(at)), `no error at ${at}, but: ${JSON.stringify(errors, undefined, 2)}`);
  assert.doesNotMatch(JSON.stringify(errors), new RegExp(PLAIN_SECRET), "no message shows a secret");
}
