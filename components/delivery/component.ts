import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "./placement";

export interface LiveEnvironmentArgs {
  /** The objects that were applied. */
  objects: readonly pulumi.CustomResource[];
  /** Waits until they work. Not called in a preview. */
  untilWorking: (resource: pulumi.Resource) => Promise<void>;
}

/**
 * In `direct` delivery, what the root Application is in the other: an `up` returns when everything works, or fails saying
 * what does not.
 */
export class LiveEnvironment extends pulumi.ComponentResource {
  /** Number of objects that were applied, once they work. */
  readonly objects: pulumi.Output<number>;

  constructor(name: string, args: LiveEnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:LiveEnvironment", name, {}, opts);
    const { objects, untilWorking } = args;
    this.objects = pulumi.all(objects.map(({ id }) => id)).apply(async (ids) => {
      if (!pulumi.runtime.isDryRun()) await untilWorking(this);
      return ids.length;
    });
    this.registerOutputs({ objects: this.objects });
  }
}

/** A file of manifests that a person wrote under `k8s/base`: in `direct` delivery its objects, otherwise the inputs of a preview. */
export class HandWrittenManifest extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];

  constructor(name: string, args: Placement, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:HandWrittenManifest", name, previewInputs(args), opts);
    this.applied = applyDirectly(this, args);
    this.registerOutputs();
  }
}
