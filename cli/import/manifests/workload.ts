import { itemsIn, valueIn } from "../../../checks/fields";
import { secretName } from "../../../components/credentials";
import { mapValues, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";
import { fieldsIn, said, type Objects } from "./objects";
import { inInput } from "./normal";

/** A workload, as an MCP server or an agent says it. */
export interface ReadWorkload {
  fields: PlainObject;
  containerPort: unknown;
  servicePort: unknown;
  appProtocol: unknown;
  source: string | undefined;
}

/** The workload behind a Service: its Deployment has the same name. Nothing where the input has none. */
export function workloadOf(name: string, objects: Objects): ReadWorkload | undefined {
  const deployment = objects.named("Deployment", name);
  const service = objects.named("Service", name);
  const [container] = itemsIn(deployment, "spec", "template", "spec", "containers");
  const [servicePort] = itemsIn(service, "spec", "ports");
  if (deployment === undefined || container === undefined || servicePort === undefined) return undefined;
  const { image, command, args, resources, readinessProbe, livenessProbe, securityContext } = container;
  const containerPort = valueIn(itemsIn(container, "ports")[0], "containerPort");
  const variables = variablesOf(name, itemsIn(container, "env"));
  const probes = said({
    readiness: probeOf(readinessProbe, containerPort),
    liveness: probeOf(livenessProbe, containerPort),
  });
  const { runAsNonRoot, runAsUser } = fieldsIn({ securityContext }, "securityContext");
  const fields = {
    image,
    command,
    args,
    replicas: valueIn(deployment, "spec", "replicas"),
    resources: resourcesOf(resources),
    pods: podsOf(name, fieldsIn(deployment, "spec", "template"), objects),
    probes: Object.keys(probes).length > 0 ? probes : undefined,
    ...variables.fields,
    clients: objects.named("NetworkPolicy", name) ? undefined : "anyone",
    runAsNonRoot,
    runAsUser,
  };
  return {
    fields: said(fields),
    containerPort: containerPort ?? servicePort.targetPort ?? servicePort.port,
    servicePort: servicePort.port,
    appProtocol: servicePort.appProtocol,
    source: variables.source,
  };
}

/** Variables by their values, and those from one Secret. */
function variablesOf(name: string, list: readonly PlainObject[]): { fields: PlainObject; source: string | undefined } {
  const plain = list.filter(({ value }) => value !== undefined);
  const secret = list.filter((each) => valueIn(each, "valueFrom", "secretKeyRef", "key") === each.name);
  const of = valueIn(secret[0], "valueFrom", "secretKeyRef", "name");
  const source = inInput(of);
  return {
    fields: {
      env: plain.length > 0 ? Object.fromEntries(plain.map((each) => [each.name, each.value])) : undefined,
      secrets: secret.length > 0 ? Object.fromEntries(secret.map((each) => [each.name, true])) : undefined,
      existingSecret: of === secretName(name) || source !== undefined ? undefined : of,
    },
    source,
  };
}

/** CPU and memory; other resources have no field. */
function resourcesOf(resources: unknown): PlainObject | undefined {
  if (resources === undefined) return undefined;
  const amounts = (what: string) => {
    if (valueIn(resources, what) === undefined) return undefined;
    const { cpu, memory } = fieldsIn(resources, what);
    return mapValues(said({ cpu, memory }), (_, amount) => String(amount));
  };
  return said({ requests: amounts("requests"), limits: amounts("limits") });
}

/** The fields of a probe that say when it asks. */
const TIMING = ["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"];

/** A question by HTTP or TCP; nothing for others, such as a program in the container. */
function probeOf(probe: unknown, containerPort: unknown): PlainObject | undefined {
  const { httpGet, tcpSocket, ...others } = fieldsIn({ probe }, "probe");
  if (httpGet === undefined && tcpSocket === undefined) return undefined;
  const timing = said(Object.fromEntries(TIMING.map((field) => [field, others[field]])));
  const port = valueIn(httpGet, "port") ?? valueIn(tcpSocket, "port");
  // A name is that of the container's only port.
  const other = typeof port === "number" && port !== containerPort ? { port } : {};
  const question = httpGet === undefined ? { tcp: true } : { http: valueIn(httpGet, "path") ?? "/" };
  return { ...question, ...other, ...timing };
}

/** Labels that the builders give pods. */
const OWN_LABELS = ["app"];

function podsOf(name: string, template: PlainObject, objects: Objects): PlainObject | undefined {
  const spec = fieldsIn(template, "spec");
  const labels = Object.entries(fieldsIn(template, "metadata", "labels")).filter(([key]) => !OWN_LABELS.includes(key));
  const pods = {
    ...placed(spec),
    securityContext: securityOf(spec),
    labels: labels.length > 0 ? Object.fromEntries(labels) : undefined,
    annotations: valueIn(template, "metadata", "annotations"),
    serviceAccount: accountOf(name, spec, objects),
  };
  const all = said(pods);
  return Object.keys(all).length > 0 ? all : undefined;
}

/** Fields of a pod that the configuration has under the API's own names. */
export function placed(spec: PlainObject): PlainObject {
  const { nodeSelector, tolerations, affinity, priorityClassName } = spec;
  const secrets = itemsIn(spec, "imagePullSecrets").map(({ name }) => name);
  return {
    imagePullSecrets: secrets.length > 0 ? secrets : undefined,
    nodeSelector,
    tolerations,
    affinity,
    priorityClassName,
  };
}

/** As whom pods run, where that is more than what all pods have. */
export function securityOf({ securityContext }: PlainObject): PlainObject | undefined {
  const { seccompProfile, ...rest } = fieldsIn({ securityContext }, "securityContext");
  const usual = seccompProfile === undefined || valueIn(seccompProfile, "type") === "RuntimeDefault";
  const own = usual ? rest : { ...rest, seccompProfile };
  return Object.keys(own).length > 0 ? own : undefined;
}

function accountOf(name: string, { serviceAccountName }: PlainObject, objects: Objects): PlainObject | undefined {
  if (serviceAccountName === undefined) return undefined;
  const made: KubernetesObject | undefined = objects.named("ServiceAccount", serviceAccountName);
  if (serviceAccountName !== name || made === undefined) return { name: serviceAccountName };
  const { annotations } = made.metadata;
  return annotations === undefined ? {} : { annotations };
}
