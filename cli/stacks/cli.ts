import { loadCheckout } from "../../config/checkout";
import { platform } from "../../platform";
import { table } from "../status/table";
import { listStacks, type StackList } from "./list";

/** `npm run stacks`. */
export function stacks({ json }: { json?: boolean }): void {
  const directory = process.cwd();
  const list = listStacks(loadCheckout(platform, directory), directory);
  console.log(json ? JSON.stringify(list, null, 2) : stackTable(list));
}

/** The list for people: a line each, then what is wrong with the others. */
export function stackTable({ stacks, broken }: StackList): string {
  const head = ["STACK", "EXTENDS", "DELIVERY", "NAMESPACE", "CLUSTER", "ARGO CD", "DEPLOYED ON", "POLICY"];
  const rows = stacks.map((stack) => [
    stack.name,
    stack.extends.join(" < ") || "-",
    stack.delivery,
    stack.namespace,
    stack.cluster ?? "-",
    stack.argocd === null ? "-" : (stack.hub ?? stack.argocd),
    stack.deploy,
    stack.policy ?? "advice only",
  ]);
  return [table(head, rows), ...broken.map(({ message }) => `\n${message}`)].join("\n");
}
