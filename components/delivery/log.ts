import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { WaitOptions } from "../../kube/waiting";

/** How an environment is waited for: what is still open shows as the status of a resource, for as long as it is so. */
export function waiting({ application }: Pick<Environment, "application">, resource?: pulumi.Resource): WaitOptions {
  return {
    timeoutSeconds: application.timeoutSeconds,
    log: (message) => void pulumi.log.info(message, resource, undefined, true),
  };
}
