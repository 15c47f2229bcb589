/** Name of the Pulumi provider that compares with what is live. The executable `pulumi-resource-<name>` is under `cli/live`. */
export const LIVE_PACKAGE = "agentgateway-live";

/** Type of the resources that show how a component's objects differ. */
export const LIVE_OBJECTS = `${LIVE_PACKAGE}:index:Objects`;
