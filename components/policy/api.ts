import type { AgentgatewayPolicy } from "../../kube/fieldTables/types/agentgateway";
import { apiFields } from "../apiFields";

type Spec = AgentgatewayPolicy["spec"];

function section<Name extends "traffic" | "backend" | "frontend" | "strategy">(name: Name) {
  const kind = "agentgateway.dev/v1alpha1 AgentgatewayPolicy";
  return apiFields<NonNullable<Spec[Name]>>({ table: "agentgateway", kind, path: ["spec", name] }).optional();
}

/** The parts of an AgentgatewayPolicy in the API's own words, for what has no field of its own here. */
export const apiSections = {
  /** What is done to requests on their way: the API's `spec.traffic`, such as `csrf`, `extProc`, `directResponse`. Default: none. */
  traffic: section("traffic"),
  /** How backends are reached: the API's `spec.backend`, such as `tls`, `http`, `tunnel`, `health`. Default: none. */
  backend: section("backend"),
  /** How clients are served: the API's `spec.frontend`, such as `tls`, `http`. Only on the gateway. Default: none. */
  frontend: section("frontend"),
  /** How the policy goes with others of its target: the API's `spec.strategy`. Default: the more specific one wins. */
  strategy: section("strategy"),
};

export type ApiSection = keyof typeof apiSections;

export const API_SECTIONS = Object.keys(apiSections) as ApiSection[];
