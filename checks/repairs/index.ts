import type { Inventory } from "../inventory";
import { ownNamespaces } from "./namespaces";
import { onlyGateway } from "./onlyGateway";
import { ownHosts } from "./ownHosts";
import type { Repair } from "./repair";
import { serverFields } from "./serverFields";

/** All that `npm run render` corrects in files written by hand. */
export function repairsOf(inventory: Inventory): Repair[] {
  return [
    ...inventory.items.filter(({ handWritten }) => handWritten).flatMap(serverFields),
    ...ownNamespaces(inventory),
    ...onlyGateway(inventory),
    ...ownHosts(inventory),
  ];
}
