import type fc from "fast-check";
import { a2aAgentSpec } from "../../../components/a2a/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { common, named, type Entries } from "./values";

export const agents = named("a", arbitraryOf(a2aAgentSpec, common)) as fc.Arbitrary<Entries>;
