/** Name of the Pulumi provider that compares with what is live. The executable `pulumi-resource-<name>` is under `cli/live`. */
export const LIVE_PACKAGE = "agentgateway-live";

/** Type of the resources that show how a component's objects differ. */
export const LIVE_OBJECTS = `${LIVE_PACKAGE}:index:Objects`;

/** Type of the resource that is deleted before all others. */
export const LIVE_DELETION = `${LIVE_PACKAGE}:index:Deletion`;

/** Type of the resource that deletes what Argo CD has left of an environment. */
export const LIVE_REMAINS = `${LIVE_PACKAGE}:index:Remains`;

/** Type of the resources that delete a namespace. */
export const LIVE_NAMESPACE = `${LIVE_PACKAGE}:index:Namespace`;
