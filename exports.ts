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
export { AgentGatewayController, type AgentGatewayControllerArgs } from "./components/controller/component";
export { GatewayApi, type GatewayApiArgs } from "./components/controller/gatewayApiComponent";
export { ArgoCd, type ArgoCdArgs } from "./components/argocd/component";
export { GitRepository, type GitRepositoryArgs } from "./components/repository/component";
export { TargetCluster, type TargetClusterArgs } from "./components/cluster/component";
export { RootApplication, type RootApplicationArgs } from "./components/application/component";
