/** Annotation by which an object says which stack made it. */
export const OWNER = "agentgateway-infra/stack";
