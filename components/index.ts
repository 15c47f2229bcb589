export * from "./a2a/component";
export * from "./application/component";
export * from "./argocd/component";
export * from "./cluster/component";
export * from "./gateway/component";
export * from "./llm/component";
export * from "./mcp/component";
export * from "./repository/component";
