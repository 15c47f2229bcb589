/** Namespace of the agentgateway controller, where a stack of this program installs it: once per cluster. */
export const CONTROLLER_NAMESPACE = "agentgateway-system";
