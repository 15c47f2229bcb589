/** Namespaces in which the documentations of agentgateway and kgateway have their examples. */
export const EXAMPLE_NAMESPACES: readonly string[] = ["agentgateway-system", "kgateway-system", "default"];

/** The Gateways of their examples. Any other name may be misspelt, or mean another Gateway than the one that there is. */
export const EXAMPLE_GATEWAYS: readonly string[] = [
  "agentgateway-proxy",
  "agentgateway",
  "http",
  "gateway",
  "my-gateway",
  "example-gateway",
  "ai-gateway",
  "inference-gateway",
];
