import { ARGOCD_NAMESPACE, namespaceOfApplications } from "../argocd/namespace";
import type { KubernetesObject } from "../../kube/object";
import { admission, type AdmissionRules } from "../admission";
import { nameIn, type ApplicationSettings } from "./children";
import { applicationNames, rootName } from "./root";

/** Object that the stack of an Argo CD makes last and deletes first: others, which need that Argo CD, guard it. */
export const HUB_MARK = "agentgateway-infra-hub";

const CONTROLLER = "argocd-application-controller";
/** The same where an operator or a chart has named it: each of them labels it so. */
const ANY_CONTROLLER = { matchLabels: { "app.kubernetes.io/component": "application-controller" } };

/** Who has installed an Argo CD. */
export type Installer = "this stack" | "another stack" | "somebody else";

/** The mark by which the stack of an Argo CD learns, before it deletes anything, that others need it. */
export function hubMark(): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: HUB_MARK, namespace: ARGOCD_NAMESPACE },
    data: { purpose: "Deleted first of all, so that environments that need this Argo CD can keep it." },
  };
}

/**
 * What the API server refuses while an environment is deployed, with what to do instead. Pulumi runs no program on
 * `destroy`, and Argo CD can't tell; only the API server sees every deletion, whoever asks for it.
 *
 * Of an Argo CD that no stack has installed, its owner can delete everything: only the root Application is guarded.
 *
 * @param installer who has installed the Argo CD
 */
export function protection(environment: ApplicationSettings, installer: Installer): KubernetesObject[] {
  const { namespace } = environment.argocd;
  const hub = nameIn(environment, "agentgateway-infra-hub");
  return [
    ...admission(nameIn(environment, "agentgateway-infra-cascade"), cascadeRules(environment), {
      paramKind: { apiVersion: "apps/v1", kind: "StatefulSet" },
      paramRef: {
        ...(installer === "somebody else" ? { selector: ANY_CONTROLLER } : { name: CONTROLLER }),
        namespace,
        parameterNotFoundAction: "Allow",
      },
    }),
    ...(installer === "another stack" ? admission(hub, hubRules(environment, hub)) : []),
  ];
}

/** Without its controller, Argo CD deletes nothing, and the Application would stay for ever. */
function cascadeRules(environment: ApplicationSettings): AdmissionRules {
  const applications = applicationNames(environment);
  return {
    resourceRules: [deletion("argoproj.io", "applications", [rootName(environment)])],
    expression:
      "!has(oldObject.metadata.finalizers) || (has(params.status.readyReplicas) && params.status.readyReplicas > 0)",
    message:
      `Argo CD's ${CONTROLLER} does not run, so nobody would delete what this Application has deployed. ` +
      "Start it, then try again. Or give up what is deployed: " +
      `kubectl patch application -n ${namespaceOfApplications(environment.argocd)} ${applications.join(" ")} --type merge ` +
      `-p '{"metadata":{"finalizers":null}}', then try again.`,
  };
}

/** Without Argo CD, nobody could delete what the environment has deployed; and some would try when it goes. */
function hubRules({ name, argocd }: ApplicationSettings, protectionName: string): AdmissionRules {
  return {
    resourceRules: [
      deletion("", "configmaps", [HUB_MARK]),
      deletion("", "namespaces", [argocd.namespace]),
      deletion("apiextensions.k8s.io", "customresourcedefinitions", [
        "applications.argoproj.io",
        "appprojects.argoproj.io",
      ]),
    ],
    expression: "false",
    message:
      `The environment ${name} is deployed by this Argo CD. Destroy it first: pulumi destroy --stack ${name}. ` +
      `Or, where it is given up: kubectl delete validatingadmissionpolicybinding ${protectionName}.`,
  };
}

function deletion(group: string, resource: string, resourceNames: string[]): object {
  // The API server's defaults are spelled out: inside a list, Pulumi would take them for drift.
  const any = { apiVersions: ["*"], scope: "*" };
  return { ...any, apiGroups: [group], operations: ["DELETE"], resources: [resource], resourceNames };
}
