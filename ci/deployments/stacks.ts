import { execFileSync } from "node:child_process";
import { RunError } from "@pulumi/pulumi";

/** A stack of the checkout, as `npm run stacks -- --json` lists it; the fields that are needed here. */
export interface ListedStack {
  name: string;
  delivery: "gitops" | "direct";
  deploy: "push" | "approval";
  /** The branch that Argo CD follows; none in direct delivery. */
  branch: string | null;
  /** The file that says how strictly the organisation's rules hold for it. */
  policy: string | null;
}

/** The stacks that Pulumi Deployments runs: those that Argo CD deploys, and others that say `automation.deploy: push`. */
export function stacksOf(checkout: string): ListedStack[] {
  const answer = execFileSync("npm", ["run", "--silent", "stacks", "--", "--json"], {
    cwd: checkout,
    encoding: "utf8",
  });
  const { stacks, broken } = JSON.parse(answer) as {
    stacks: ListedStack[];
    broken: { file: string; message: string }[];
  };
  // Left out, its settings would be deleted.
  if (broken.length > 0)
    throw new RunError(broken.map(({ file, message }) => `${file} has errors:\n${message}`).join("\n"));
  return stacks.filter(({ delivery, deploy }) => delivery === "gitops" || deploy === "push");
}
