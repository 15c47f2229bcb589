import fc from "fast-check";
import { gatewaySpec } from "../../../components/gateway/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { common } from "./values";

/** Any gateway. Its name is one that no workload has: the controller makes a Service of that name. */
export const gateway = arbitraryOf(gatewaySpec, {
  ...common,
  name: fc.constantFrom("agentgateway-proxy", "edge"),
}) as fc.Arbitrary<{ name?: string; listeners?: object }>;
