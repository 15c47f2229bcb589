/**
 * What other Pulumi programs use of this repository: the components and their arguments. To import it registers nothing and
 * reads no configuration.
 */
export { A2aAgent, type A2aAgentArgs } from "./components/a2a/component";
export { AgentGateway, type AgentGatewayArgs } from "./components/gateway/component";
export { LlmProvider, type LlmProviderArgs } from "./components/llm/component";
export { McpServer, type McpServerArgs } from "./components/mcp/component";
export { McpRouting, type McpRoutingArgs } from "./components/mcp/routingComponent";
export { GatewayPolicy, type GatewayPolicyArgs } from "./components/policy/component";
export { AgentGatewayEnvironment, type AgentGatewayEnvironmentArgs } from "./config/component";
// The components of the hub follow here: AgentGatewayController, GatewayApi, ArgoCd, GitRepository, TargetCluster, RootApplication.
