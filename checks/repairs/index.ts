import { inventory, type Inventory } from "../inventory";
import { ownNamespaces } from "./namespaces";
import { onlyGateway } from "./onlyGateway";
import { ownHosts } from "./ownHosts";
import { repaired, type Repair } from "./repair";
import { serverFields } from "./serverFields";

/** All that `npm run render` corrects in files written by hand. */
export function repairsOf(stock: Inventory): Repair[] {
  const named = onlyGateway(stock);
  // Whether a reference leads to something of the environment shows once it has the right name.
  const renamed = inventory(stock.environment, repaired(stock.items, named));
  return [
    ...stock.items.filter(({ handWritten }) => handWritten).flatMap(serverFields),
    ...named,
    ...ownNamespaces(renamed),
    ...ownHosts(renamed),
  ];
}
