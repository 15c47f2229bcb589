import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { Clusters } from "../cluster/access";
import { AgentGatewayController } from "../controller/component";
import { applyCrds } from "../controller/crds";
import type { ManifestFile } from "../environment";
import { LiveEnvironment } from "./component";
import type { Delivery } from "./delivery";
import { waiting } from "./log";
import { untilWorking } from "./wait";

/** Pulumi applies everything itself: CRDs and controller, then the objects, and then it looks whether they work. */
export function direct(
  environment: Environment,
  files: readonly ManifestFile[],
  { target, client }: Clusters,
  after: pulumi.Resource[],
): Delivery {
  const { namespace, cluster, sources, application } = environment;
  const options = waiting(environment);
  const controller =
    cluster.controller === "own"
      ? new AgentGatewayController(
          "controller",
          { environment, provider: target, applyDefinitions: () => applyCrds(sources, target, client, options) },
          { dependsOn: after },
        )
      : undefined;
  const objects: pulumi.CustomResource[] = [];
  return {
    before: controller ? [controller] : after,
    direct: { timeoutSeconds: application.timeoutSeconds, onApplied: (object) => void objects.push(object) },
    complete: (everything) => {
      const wanted = files.flatMap((file) => file.objects);
      const live = new LiveEnvironment(
        "environment",
        {
          objects,
          untilWorking: async (resource) =>
            untilWorking(await client(), namespace, wanted, waiting(environment, resource)),
        },
        { dependsOn: [...everything] },
      );
      return { objects: live.objects };
    },
  };
}
