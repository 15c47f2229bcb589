import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { Checkout } from "../../dev/support/checkout";
import { rightsOf, type RbacObject, type Right } from "../../dev/support/rights";

const PAGE = join(__dirname, "../../docs/rights.md");
/** Where the lists begin in the page; they go to the end. */
const MARK =
  "<!-- The rest is read from the clusters of tests/e2e/clusters.test.ts: UPDATE_RIGHTS=1 writes it anew. -->";

const CLUSTERS = {
  dev: ["argocd", "agentgateway-system", "default"],
  stage: ["agentgateway-stage", "agentgateway-system", "default"],
};

/** A part of the story: what each identity may do, as the clusters have it, is what the page says. */
export function rights(checkout: () => Checkout): void {
  it("each identity may do what docs/rights.md says, and no more", async () => {
    const lists = await Promise.all(Object.entries(CLUSTERS).map((each) => section(checkout(), ...each)));
    const page = readFileSync(PAGE, "utf8");
    const [text = ""] = page.split(MARK);
    const options = { ...(await resolveConfig(PAGE)), parser: "markdown" };
    const expected = await format(`${text}${MARK}\n\n${lists.join("\n")}`, options);
    if (process.env.UPDATE_RIGHTS) writeFileSync(PAGE, expected);
    assert.equal(readFileSync(PAGE, "utf8"), expected);
  });
}

async function section(checkout: Checkout, context: string, namespaces: string[]): Promise<string> {
  const rbac = await checkout.get<{ items: RbacObject[] }>(
    context,
    "clusterroles,clusterrolebindings,roles,rolebindings",
    "--all-namespaces",
  );
  const accounts = await checkout.get<{ items: RbacObject[] }>(context, "serviceaccounts", "--all-namespaces");
  const rows = rightsOf(rbac.items, namespaces);
  const idle = accounts.items
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ""))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
    .filter((who) => !rows.some((row) => row.who === who))
    .sort();
  const who = [...new Set(rows.map((row) => row.who))];
  return [
    `## On ${context}`,
    "",
    ...who.flatMap((each) => [`- **${each}**`, ...rows.filter((row) => row.who === each).map(line)]),
    `- nothing: ${idle.join(", ")}`,
    "",
  ].join("\n");
}

function line({ where, verbs, what }: Right): string {
  return `  - in ${where}: \`${verbs}\` of \`${what}\``;
}
