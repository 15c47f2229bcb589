/**
 * Health of an Application, for app-of-apps: Argo CD has none for its own kind, and without it a parent counts as healthy
 * while its children are missing. Healthy here means: the source as it is specified now was compared, the last sync did
 * not fail, everything is synced, and everything below is healthy.
 */
const application = `
local status = obj.status
if status == nil or status.health == nil or status.sync == nil then
  return {status = "Progressing", message = "waiting for the first comparison"}
end
local operation = status.operationState
if operation ~= nil and (operation.phase == "Failed" or operation.phase == "Error") then
  return {status = "Degraded", message = operation.message or "the last sync failed"}
end
local wanted = obj.spec.source
local compared = status.sync.comparedTo and status.sync.comparedTo.source
if wanted ~= nil and (compared == nil or compared.repoURL ~= wanted.repoURL or compared.path ~= wanted.path
    or compared.chart ~= wanted.chart or compared.targetRevision ~= wanted.targetRevision) then
  return {status = "Progressing", message = "the source as it is now was not compared yet"}
end
if status.sync.status ~= "Synced" then
  return {status = "Progressing", message = "sync status is " .. (status.sync.status or "Unknown")}
end
return {status = status.health.status or "Progressing", message = status.health.message or ""}
`;

/** Health of an AgentgatewayBackend: the controller says Accepted=False when it takes the backend out of the data plane. */
const backend = `
for _, condition in ipairs(obj.status and obj.status.conditions or {}) do
  if condition.type == "Accepted" then
    if condition.observedGeneration ~= nil and condition.observedGeneration < obj.metadata.generation then
      return {status = "Progressing", message = "waiting for the controller to see the change"}
    end
    if condition.status == "True" then
      return {status = "Healthy", message = condition.message or ""}
    end
    return {status = "Degraded", message = (condition.reason or "") .. ": " .. (condition.message or "")}
  end
end
return {status = "Progressing", message = "waiting for the controller"}
`;

/** Health of an AgentgatewayPolicy: every target must have accepted and attached all of it. */
const policy = `
local ancestors = obj.status and obj.status.ancestors or {}
if #ancestors == 0 then
  return {status = "Progressing", message = "waiting for the controller"}
end
for _, ancestor in ipairs(ancestors) do
  for _, condition in ipairs(ancestor.conditions or {}) do
    if (condition.type == "Accepted" or condition.type == "Attached")
        and (condition.status ~= "True" or condition.reason == "PartiallyValid") then
      return {status = "Degraded", message = (condition.reason or "") .. ": " .. (condition.message or "")}
    end
  end
end
return {status = "Healthy", message = ""}
`;

/** The kinds whose health Argo CD is taught, as keys of `argocd-cm`. */
export const healthChecks: Record<string, string> = {
  "resource.customizations.health.argoproj.io_Application": application.trim(),
  "resource.customizations.health.agentgateway.dev_AgentgatewayBackend": backend.trim(),
  "resource.customizations.health.agentgateway.dev_AgentgatewayPolicy": policy.trim(),
};
