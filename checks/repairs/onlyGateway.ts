import { GATEWAY_API } from "../../components/gateway/build";
import { show } from "../../core/show";
import { isPlainObject } from "../../core/merge";
import { EXAMPLE_GATEWAYS, EXAMPLE_NAMESPACES } from "../examples";
import { fieldsOf, textIn } from "../fields";
import { gateways, isGatewayKind, type Inventory } from "../inventory";
import { meansWithoutKind } from "../referring";
import type { Repair } from "./repair";

/** References to the Gateway of an example, in an environment that has one Gateway alone, by another name. */
export function onlyGateway({ environment, items }: Inventory): Repair[] {
  const [only, ...more] = gateways(items).map(({ object }) => object.metadata.name);
  if (only === undefined || more.length > 0) return [];
  return items
    .filter((item) => item.handWritten && isGatewayKind(item))
    .flatMap((item) =>
      [...fieldsOf(item.object)].flatMap(({ key, keys, path, value, parent }): Repair[] => {
        if (key !== "name" || typeof value !== "string" || value === only || !EXAMPLE_GATEWAYS.includes(value))
          return [];
        const means = meansWithoutKind(keys);
        if (means === undefined || !isPlainObject(parent)) return [];
        const isGateway =
          (textIn(parent, "kind") ?? means.kind) === "Gateway" &&
          (textIn(parent, "group") ?? means.group) === GATEWAY_API;
        // One of another namespace is another Gateway, whatever its name.
        const { namespace = environment.namespace } = parent;
        const isOwn = namespace === environment.namespace || EXAMPLE_NAMESPACES.includes(String(namespace));
        if (!isGateway || !isOwn) return [];
        return [
          {
            item,
            keys,
            field: path,
            value: only,
            problem: `${show(value)} is no Gateway of the environment, which has one alone: ${only}`,
          },
        ];
      }),
    );
}
