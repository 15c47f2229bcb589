import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, previewInputs, type Placed, type Placement } from "./placement";

/** A file of manifests that a person wrote under `k8s/base`: in `direct` delivery its objects, otherwise what is told of them. */
export class HandWrittenManifest extends pulumi.ComponentResource implements Placed {
  readonly applied: readonly pulumi.CustomResource[];

  constructor(name: string, args: Placement, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:HandWrittenManifest", name, previewInputs(args), opts);
    this.applied = applyDirectly(this, args);
    this.registerOutputs();
  }
}
