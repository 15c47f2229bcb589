import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { copyStack, runOnHub } from "../../dev/support/beside";
import { pushToDev } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, assertRefused } from "../../dev/support/shell";

/** An environment beside another on its cluster. */
interface Second {
  /** Its stack. */
  stack: string;
  /** The environment that has installed the control plane: its stack, and the context of the cluster. */
  first: "dev" | "stage";
  /** Namespace of that environment. */
  namespace: string;
  /** How the destruction of that environment is refused while this one is there. */
  refusal: RegExp;
  /** Whether somebody else makes its namespace. Default: its stack does. */
  givenNamespace?: boolean;
  /** Steps while both are there. Default: none. */
  meanwhile?: () => void;
}

/** Kinds of which nothing changes while nobody changes the environment. */
const STEADY = [
  ...["configmaps", "secrets", "serviceaccounts", "services", "roles", "rolebindings"],
  ...["gateways", "httproutes", "agentgatewaybackends", "agentgatewayparameters", "agentgatewaypolicies"],
].join(",");
const CLUSTER_WIDE = "gatewayclasses,clusterroles,clusterrolebindings,validatingadmissionpolicies,namespaces";

interface Listed {
  items: { kind: string; metadata: { name: string; namespace?: string; uid: string; resourceVersion: string } }[];
}

interface Conditions {
  status: { conditions?: Condition[]; parents?: { conditions: Condition[] }[] };
}

interface Condition {
  type: string;
  status: string;
}

/**
 * A part of the story: an environment by one file of a few lines, on the cluster of another, by the control plane there. It
 * comes, works and goes, and the other stays as it is.
 */
export function secondOnCluster(
  { stack, first, namespace, refusal, givenNamespace = false, meanwhile }: Second,
  checkout: () => Checkout,
): void {
  const own = `agentgateway-${stack}`;
  const file = () => join(checkout().directory, `Pulumi.${stack}.yaml`);
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", stack);
  const script = (name: string) => checkout().shell("npm", ["run", "--silent", name, "--", stack]);
  const kubectl = (...words: string[]) => checkout().shell("kubectl", ["--context", first, ...words]);
  let before: Record<string, string>;

  /** What the first environment has, by uid and, but for what Argo CD reports by itself, version. */
  const firsts = async (): Promise<Record<string, string>> => {
    const lists = await Promise.all([
      ...[...new Set([namespace, "agentgateway-system"])].map((each) =>
        checkout().get<Listed>(first, STEADY, "-n", each),
      ),
      checkout().get<Listed>(first, CLUSTER_WIDE),
      checkout().get<Listed>("dev", "secrets,appprojects", "-n", "argocd"),
    ]);
    const { items: applications } = await checkout().get<Listed>("dev", "applications", "-n", "argocd");
    return Object.fromEntries([
      ...lists.flatMap(({ items }) =>
        items.map(({ kind, metadata: { name, namespace: at = "", uid, resourceVersion } }) => [
          `${kind} ${at}/${name}`,
          `${uid} ${resourceVersion}`,
        ]),
      ),
      ...applications.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.uid]),
    ]) as Record<string, string>;
  };

  it(`an environment on the cluster of ${first} is one file, and takes the control plane that is there`, async () => {
    if (givenNamespace) assertCode(await kubectl("create", "namespace", own), 0);
    before = await firsts();
    const namespaces = givenNamespace && { namespaces: { mode: "existing" } };
    const config =
      first === "dev"
        ? { argocd: { mode: "existing" }, cluster: { controlPlane: "existing", ...namespaces } }
        : { cluster: { name: first, controlPlane: "existing", ...namespaces } };
    const lines = Object.entries({ extends: first, namespace: own, ...config });
    const prefixed = Object.fromEntries(lines.map(([key, value]) => [`agentgateway-infra:${key}`, value]));
    writeFileSync(file(), stringify({ config: prefixed }));
    assertCode(await checkout().npm("render"), 0);
    checkout().commit(stack);
    await pushToDev(checkout());
    await copyStack(checkout(), stack, first);
    if (first === "dev") await runOnHub(checkout(), stack, first);
    assertCode(await pulumi("up", "--yes", "--skip-preview"), 0);
    const { items } = await checkout().get<Listed>("dev", "applications,appprojects", "-n", "argocd");
    assert.deepEqual(
      items
        .filter(({ metadata }) => metadata.name.endsWith(`-${stack}`))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
      [
        `AppProject agentgateway-infra-${stack}`,
        `AppProject agentgateway-infra-root-${stack}`,
        `Application agentgateway-configs-${stack}`,
        `Application agentgateway-infra-root-${stack}`,
      ],
    );
  });

  it(`it serves in its namespace, is as described, and another up changes nothing`, async () => {
    const states = (conditions: readonly Condition[] = []) =>
      Object.fromEntries(conditions.map(({ type, status }) => [type, status]));
    const { status } = await checkout().get<Conditions>(first, "gateway", "agentgateway-proxy", "-n", own);
    const gateway = states(status.conditions);
    assert.deepEqual([gateway.Accepted, gateway.Programmed], ["True", "True"]);
    const route = await checkout().get<Conditions>(first, "httproute", "openai", "-n", own);
    const { Accepted, ResolvedRefs } = states(route.status.parents?.[0]?.conditions);
    assert.deepEqual([Accepted, ResolvedRefs], ["True", "True"]);
    assertCode(await script("status"), 0);
    assertCode(await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"), 0);
    assertCode(await pulumi("preview", "--refresh", "--expect-no-changes"), 0);
    assertCode(await script("drift"), 0);
  });

  meanwhile?.();

  it(`${first} is not destroyed while it is there, and is as it was before and after it`, async () => {
    const destroyed = await checkout().pulumi("destroy", "--stack", first, "--yes", "--skip-preview");
    assertRefused(destroyed, refusal);
    assert.doesNotMatch(destroyed.all, / deleted \(/);
    const during = await firsts();
    const kept = Object.keys(before).map((key) => [key, during[key]]);
    assert.deepEqual(Object.fromEntries(kept), before);
    assertCode(await pulumi("destroy", "--yes", "--skip-preview"), 0);
    assert.deepEqual(await firsts(), before);
    if (givenNamespace) assertCode(await kubectl("delete", "namespace", own, "--timeout=60s"), 0);
    rmSync(file());
    assertCode(await checkout().npm("render"), 0);
    checkout().commit(`No ${stack}`);
    await pushToDev(checkout());
  });
}
