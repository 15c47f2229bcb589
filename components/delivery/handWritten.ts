import * as pulumi from "@pulumi/pulumi";
import { applyDirectly, inGit, type Placement } from "./placement";

/** A file of manifests that a person wrote under `k8s/base`: in `direct` delivery its objects, otherwise what is told of them. */
export class HandWrittenManifest extends pulumi.ComponentResource {
  constructor(name: string, args: Placement, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:HandWrittenManifest", name, inGit(args), opts);
    applyDirectly(this, args);
    this.registerOutputs();
  }
}
