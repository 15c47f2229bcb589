import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { invalidArguments } from "../../core/errors";
import type { KubernetesObject, ObjectMeta } from "../../kube/object";
import { ownNamespace } from "../../kube/schemas";
import { kindErrors } from "../allowedKinds/refused";
import { allowedKindsSpec, type AllowedKindsSpec } from "../allowedKinds/spec";
import { argocdSpec } from "../argocd/spec";
import { uselessGatewayApi } from "../cluster/controlPlane";
import { clusterSpec, IN_CLUSTER } from "../cluster/spec";
import { Desired, type DesiredObject } from "../inputs/desired";
import { repositorySpec, sourcesSpec } from "../repository/spec";
import type { ApplicationSettings } from "./children";
import { appProjects } from "./projects";
import { hubMark, protection, type Installer } from "./protection";
import { applicationNames, rootApplication } from "./root";

/** Seconds until an environment must be gone. */
const DELETION_SECONDS = 600;
/** Seconds until all of it must be synced and healthy, where nothing else is said. */
const DEPLOYMENT_SECONDS = 600;

/** An environment in Git, and where Argo CD deploys it. */
export interface RootApplicationArgs {
  /** Name of the environment: its folders in the repository are `app-of-apps/<name>` and `k8s/overlays/<name>`. */
  environment: string;
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** The Git repository, as Argo CD reads it. */
  repository: {
    /** Address over HTTP(S) or SSH. */
    url: pulumi.Input<string>;
    /** Branch that Argo CD follows. Default: `dev`. */
    branch?: pulumi.Input<string>;
  };
  /** Name by which Argo CD knows the cluster. Default: `in-cluster`, the one in which it runs. */
  clusterName?: string;
  /** Namespace of Argo CD. Default: `argocd`. */
  argocdNamespace?: string;
  /** Namespace of the Applications, which that Argo CD has to allow (`application.namespaces`). Default: that of Argo CD. */
  applicationNamespace?: string;
  /** `existing`: the cluster has Gateway API and the agentgateway controller already. Default `install`. */
  controlPlane?: "install" | "existing";
  /**
   * `existing`: somebody else brings Gateway API, so that Argo CD deploys the controller and its CRDs alone. Default `install`; with
   * `controlPlane: "existing"` it always is existing.
   */
  gatewayApi?: "install" | "existing";
  /** Where the charts and Gateway API come from. Default: where they are published. */
  sources?: {
    /** Helm repository of the agentgateway charts: `oci://…` or `https://…`. Default: the published one. */
    charts?: pulumi.Input<string>;
    /** Git repository of Gateway API. Default: the one on GitHub. */
    gatewayApi?: pulumi.Input<string>;
  };
  /** What the names of the Applications end with. Default: `-<environment>`. */
  suffix?: pulumi.Input<string>;
  /**
   * Kinds that Argo CD may deploy beside those that every environment has, by kind and group, such as
   * `ExternalSecret.external-secrets.io`. Default: none.
   */
  allowedKinds?: AllowedKindsSpec;
  /** Seconds until all Applications must be synced and healthy. Default 600. */
  timeoutSeconds?: number;
}

/** What our own stack knows of its root Application. */
export interface StackRoot {
  /** The environment as it is deployed. */
  settings: ApplicationSettings;
  /** The environment as Git describes it. */
  committed: ApplicationSettings;
  /** Who has installed the Argo CD. */
  installer: Installer;
  /** Waits until the named Applications are deployed: the root first, then its children. */
  untilDeployed: (names: readonly string[], resource: pulumi.Resource) => Promise<void>;
}

/**
 * The root Application of an environment and its AppProjects. An `up` returns when everything below is synced and healthy,
 * or fails saying what is not; deleting it returns when everything below is gone. Its provider is that of the cluster in
 * which Argo CD runs; it depends on what Argo CD needs to deploy and to clean up.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class RootApplication extends pulumi.ComponentResource {
  /** Name of the root Application, once the environment is deployed. */
  readonly applicationName: pulumi.Output<string>;

  constructor(name: string, args: RootApplicationArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: StackRoot, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: RootApplicationArgs | StackRoot, opts?: pulumi.ComponentResourceOptions) {
    const own = "settings" in args ? args : undefined;
    const desired = own
      ? Desired.known({ component: "RootApplication", name }, own.settings)
      : settingsOf(name, args as RootApplicationArgs);
    super("agentgateway-infra:index:RootApplication", name, {}, opts);
    const after = [opts?.dependsOn ?? []].flat() as pulumi.Resource[];
    const child = { parent: this, dependsOn: after };
    const remote = desired.structure.cluster.name !== IN_CLUSTER;
    const installer = own?.installer ?? (remote ? "another stack" : "this stack");

    const projects = desired
      .objects(appProjects)
      .map((project, index) => custom(`${name}-project-${index}`, project, child));
    const guards = desired
      .objects((settings) => protection(settings, installer))
      .map((guard, index) => this.guard(`${name}-guard-${index}`, guard, child));
    const [root] = desired.objects((settings) => {
      const object = rootApplication(settings, own?.committed ?? settings);
      return [own ? object : untilHealthy(object)];
    });
    const application = custom(`${name}-application`, root as DesiredObject, {
      ...child,
      dependsOn: [...after, ...projects, ...guards],
      customTimeouts: { ...(own ? {} : limits(desired.structure)), delete: `${DELETION_SECONDS}s` },
    });
    // Only our own stacks share an Argo CD by this mark.
    if (own?.installer === "this stack") this.markHub(`${name}-hub`, application);

    this.applicationName = pulumi.all([application.metadata.name, application.id]).apply(async ([applicationName]) => {
      if (own && !pulumi.runtime.isDryRun()) await own.untilDeployed(applicationNames(own.settings), this);
      return applicationName;
    });
    this.registerOutputs({ applicationName: this.applicationName });
  }

  /** What keeps others, and Pulumi itself, from deleting what the environment can't be without. */
  private guard(name: string, { structure, body }: DesiredObject, opts: pulumi.CustomResourceOptions) {
    const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = k8s.admissionregistration.v1;
    const Guard =
      structure.kind === "ValidatingAdmissionPolicy" ? ValidatingAdmissionPolicy : ValidatingAdmissionPolicyBinding;
    return new Guard(name, fieldsOf(body), opts);
  }

  /** Comes last and goes first, so that other environments can keep what they need. */
  private markHub(name: string, after: pulumi.Resource): void {
    const { metadata, data } = hubMark();
    const mark = { metadata, data: data as Record<string, string> };
    new k8s.core.v1.ConfigMap(name, mark, { parent: this, dependsOn: after });
  }
}

const settingsSpec = z.strictObject({
  name: z.string().min(1),
  namespace: ownNamespace,
  repository: repositorySpec.pick({ url: true, branch: true }),
  cluster: clusterSpec.pick({ name: true, controlPlane: true, gatewayApi: true }).prefault({}),
  sources: sourcesSpec.prefault({}),
  argocd: argocdSpec.pick({ namespace: true, applicationNamespace: true }).prefault({}),
  allowedKinds: allowedKindsSpec.default({}),
  application: z.strictObject({
    suffix: z.string().max(40).optional(),
    timeoutSeconds: z.int().min(10).max(86400).default(DEPLOYMENT_SECONDS),
  }),
});

function settingsOf(
  name: string,
  {
    environment,
    clusterName,
    controlPlane,
    gatewayApi,
    argocdNamespace,
    applicationNamespace,
    suffix,
    timeoutSeconds,
    ...rest
  }: RootApplicationArgs,
): Desired<ApplicationSettings> {
  const application = { suffix, timeoutSeconds };
  const cluster = { name: clusterName, controlPlane, gatewayApi };
  const argocd = { namespace: argocdNamespace, applicationNamespace };
  const args = { ...rest, name: environment, cluster, application, argocd };
  const owner = { component: "RootApplication", name };
  const desired = Desired.of(owner, settingsSpec, args, ["name", "cluster", "allowedKinds"]);
  const { cluster: placed, allowedKinds } = desired.structure;
  const errors = [...uselessGatewayApi(placed, gatewayApi), ...kindErrors(allowedKinds)];
  if (errors.length > 0) throw invalidArguments(owner.component, name, errors);
  return desired;
}

function limits({ application: { timeoutSeconds } }: ApplicationSettings): pulumi.CustomTimeouts {
  return { create: `${timeoutSeconds}s`, update: `${timeoutSeconds}s` };
}

/** Argo CD's settings make a root Application healthy when all its children are. */
function untilHealthy(object: KubernetesObject): KubernetesObject {
  const conditions = ["jsonpath={.status.sync.status}=Synced", "jsonpath={.status.health.status}=Healthy"];
  const annotations = { ...object.metadata.annotations, "pulumi.com/waitFor": JSON.stringify(conditions) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function custom(name: string, { structure, body }: DesiredObject, opts: pulumi.CustomResourceOptions) {
  const { apiVersion, kind } = structure;
  return new k8s.apiextensions.CustomResource(name, { apiVersion, kind, ...fieldsOf(body) }, opts);
}

function fieldsOf(body: pulumi.Input<KubernetesObject>): {
  metadata: pulumi.Input<ObjectMeta>;
  spec: pulumi.Input<object>;
} {
  if (!pulumi.Output.isInstance(body)) {
    const { metadata, spec } = body as KubernetesObject;
    return { metadata, spec: spec as object };
  }
  return { metadata: body.apply(({ metadata }) => metadata), spec: body.apply(({ spec }) => spec as object) };
}
