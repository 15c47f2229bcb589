import { registeredErrors } from "../../components/cluster/argocdUser";
import { registersCluster } from "../../components/cluster/controlPlane";
import type { Registration } from "../../components/cluster/registration";
import { clusterSecretName } from "../../components/cluster/secret";
import { IN_CLUSTER } from "../../components/cluster/spec";
import type { ValidationError } from "../../core/errors";
import { refKey } from "../../kube/ref";
import { deploysHere, isOn, type LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import type { Facts } from "./facts";

/** Whether an Application deploys to the cluster of the environment. */
export function deploysThere(application: LiveApplication, facts: Facts): boolean {
  if (facts.environment.cluster.name === IN_CLUSTER) return deploysHere(application);
  return registrationsOfCluster(facts).some((registration) => isOn(application, registration));
}

/** The Secrets by which Argo CD knows the cluster of the environment: by its name or address, or because the old Applications use them. */
function registrationsOfCluster(facts: Facts): Registration[] {
  const { registrations, environment, server } = facts;
  const { before } = applicationsOf(facts);
  return registrations.filter(
    (each) =>
      each.name === environment.cluster.name ||
      each.server === server ||
      before.some((application) => isOn(application, each)),
  );
}

/** Secrets by which the old Applications deploy to the cluster that the stack registers: of two Argo CD would take either. */
export function secondRegistrations(facts: Facts): Registration[] {
  const { environment, server } = facts;
  const { cluster } = environment;
  if (!registersCluster({ cluster })) return [];
  const { before } = applicationsOf(facts);
  return registrationsOfCluster(facts).filter(
    (each) =>
      each.secret !== clusterSecretName(cluster.name) &&
      (each.name === cluster.name || each.server === server) &&
      each.stack === undefined &&
      before.some((application) => isOn(application, each)),
  );
}

/** Why the cluster can't be registered: by a Secret that the old Applications do not use, or that others use as well. */
export function registrationRefusals(facts: Facts): ValidationError[] {
  const { environment, registrations, server, alreadyCreated } = facts;
  const { cluster, argocd } = environment;
  if (!registersCluster({ cluster })) return [];
  const own = clusterSecretName(cluster.name);
  const second = secondRegistrations(facts);
  const isNew = !alreadyCreated.has(
    refKey({ apiVersion: "v1", kind: "Secret", namespace: argocd.namespace, name: own }),
  );
  const given = [...second, ...registrations.filter(({ secret }) => isNew && secret === own)];
  const strange = registrations.filter((each) => !second.includes(each));
  return [
    ...registeredErrors(strange, { name: cluster.name, server, namespace: argocd.namespace }),
    ...applicationsOf(facts).others.flatMap((application) =>
      given
        .filter((registration) => isOn(application, registration))
        .map(({ secret }) => ({
          path: `Application ${application.metadata.name}`,
          problem: `deploys by the Secret ${secret}, in place of which Argo CD gets one that may deploy this environment alone`,
          remedy:
            "Have the environment registered beside it: another cluster.name, and another address of the API server (cluster.argocd.server).",
        })),
    ),
  ];
}
