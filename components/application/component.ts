import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../kubernetes";
import type { ApplicationSettings } from "./children";
import { appProjects } from "./projects";
import { rootApplication } from "./root";

export interface RootApplicationArgs {
  /** The environment as it is deployed. */
  environment: ApplicationSettings;
  /** The environment as Git describes it. */
  described: ApplicationSettings;
  /** Provider of the cluster that Argo CD runs in. */
  hub: k8s.Provider;
  /** What must be there first, and outlive the Application: all that Argo CD needs to deploy and to clean up. */
  after: pulumi.Resource[];
  /** Seconds until the environment must be synced and healthy. Default 600. */
  timeoutSeconds?: number;
}

/** What must hold of the root Application before an environment counts as deployed. */
const DEPLOYED = [
  "jsonpath={.status.operationState.phase}=Succeeded",
  "jsonpath={.status.sync.status}=Synced",
  "jsonpath={.status.health.status}=Healthy",
];

/**
 * The root Application of an environment and its AppProjects. Creating it returns when everything below is synced and
 * healthy; deleting it returns when everything below is gone.
 */
export class RootApplication extends pulumi.ComponentResource {
  /** Name of the root Application. */
  readonly applicationName: pulumi.Output<string>;

  constructor(name: string, args: RootApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:RootApplication", name, {}, opts);
    const { environment, described, hub, after, timeoutSeconds = 600 } = args;
    const timeout = `${timeoutSeconds}s`;
    const inHub = { parent: this, provider: hub, dependsOn: after };

    const projects = appProjects(environment).map((project, index) =>
      custom(`${name}-project-${index}`, project, inHub),
    );
    const application = custom(`${name}-application`, waiting(rootApplication(environment, described)), {
      ...inHub,
      dependsOn: [...after, ...projects],
      customTimeouts: { create: timeout, update: timeout, delete: timeout },
    });

    this.applicationName = application.metadata.name;
    this.registerOutputs({ applicationName: this.applicationName });
  }
}

function custom(
  name: string,
  { apiVersion, kind, metadata, spec }: KubernetesObject,
  opts: pulumi.CustomResourceOptions,
) {
  return new k8s.apiextensions.CustomResource(name, { apiVersion, kind, metadata, spec }, opts);
}

function waiting(application: KubernetesObject): KubernetesObject {
  const annotations = { ...application.metadata.annotations, "pulumi.com/waitFor": JSON.stringify(DEPLOYED) };
  return { ...application, metadata: { ...application.metadata, annotations } };
}
