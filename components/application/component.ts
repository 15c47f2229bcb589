import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../kube/object";
import { childApplications, type ApplicationSettings } from "./children";
import { appProjects } from "./projects";
import { hubMark, protection } from "./protection";
import { rootApplication, rootName } from "./root";

/** Seconds until an environment must be gone. */
const DELETION_SECONDS = 600;

export interface RootApplicationArgs {
  /** The environment as it is deployed. */
  environment: ApplicationSettings;
  /** The environment as Git describes it. */
  committed: ApplicationSettings;
  /** Provider of the cluster that Argo CD runs in. */
  hub: k8s.Provider;
  /** Argo CD is another stack's. */
  remote: boolean;
  /** What must be there first, and outlive the Application: all that Argo CD needs to deploy and to clean up. */
  after: pulumi.Resource[];
  /** Waits until the named Applications are deployed: the root first, then its children. */
  untilDeployed: (names: readonly string[], resource: pulumi.Resource) => Promise<void>;
}

/**
 * The root Application of an environment and its AppProjects. An `up` returns when everything below is synced and healthy,
 * or fails saying what is not; deleting it returns when everything below is gone.
 */
export class RootApplication extends pulumi.ComponentResource {
  /** Name of the root Application, once the environment is deployed. */
  readonly applicationName: pulumi.Output<string>;

  constructor(name: string, args: RootApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:RootApplication", name, {}, opts);
    const { environment, committed, hub, remote, after, untilDeployed } = args;
    const inHub = { parent: this, provider: hub, dependsOn: after };

    const projects = appProjects(environment).map((project, index) =>
      custom(`${name}-project-${index}`, project, inHub),
    );
    const guards = protection(environment, remote).map((guard, index) =>
      this.guard(`${name}-guard-${index}`, guard, inHub),
    );
    const application = custom(`${name}-application`, rootApplication(environment, committed), {
      ...inHub,
      dependsOn: [...after, ...projects, ...guards],
      customTimeouts: { delete: `${DELETION_SECONDS}s` },
    });
    if (!remote) this.markHub(`${name}-hub`, hub, application);

    this.applicationName = pulumi.all([application.metadata.name, application.id]).apply(async ([applicationName]) => {
      const names = [rootName(environment), ...childApplications(environment).map(({ metadata }) => metadata.name)];
      if (!pulumi.runtime.isDryRun()) await untilDeployed(names, this);
      return applicationName;
    });
    this.registerOutputs({ applicationName: this.applicationName });
  }

  /** What keeps others, and Pulumi itself, from deleting what the environment can't be without. */
  private guard(name: string, { kind, metadata, spec }: KubernetesObject, opts: pulumi.CustomResourceOptions) {
    const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = k8s.admissionregistration.v1;
    const Guard = kind === "ValidatingAdmissionPolicy" ? ValidatingAdmissionPolicy : ValidatingAdmissionPolicyBinding;
    return new Guard(name, { metadata, spec: spec as object }, opts);
  }

  /** Comes last and goes first, so that other environments can keep what they need. */
  private markHub(name: string, provider: k8s.Provider, after: pulumi.Resource): void {
    const { metadata, data } = hubMark();
    new k8s.core.v1.ConfigMap(
      name,
      { metadata, data: data as Record<string, string> },
      { parent: this, provider, dependsOn: after },
    );
  }
}

function custom(
  name: string,
  { apiVersion, kind, metadata, spec }: KubernetesObject,
  opts: pulumi.CustomResourceOptions,
) {
  return new k8s.apiextensions.CustomResource(name, { apiVersion, kind, metadata, spec }, opts);
}
