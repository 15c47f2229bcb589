import { itemsIn, valueIn } from "../../../checks/fields";
import { observability, observabilityName } from "../../../components/gateway/observability";
import { gatewaySpec } from "../../../components/gateway/spec";
import type { PlainObject } from "../../../core/merge";
import { missingFields } from "./missing";
import { byName, fieldsIn, said, serviceRefOf, type Objects } from "./objects";

/** What the proxy tells of its requests, by the policy of the name that it has here. Another policy stays one. */
export function observabilityOf(gateway: string, objects: Objects): PlainObject | undefined {
  const policy = objects.policy(observabilityName(gateway));
  if (policy === undefined) return undefined;
  const frontend = fieldsIn(policy, "spec", "frontend");
  const { accessLog, tracing, metrics } = frontend;
  const spec = said({
    accessLog: accessLog && {
      ...said({
        filter: valueIn(accessLog, "filter"),
        attributes: attributesOf(valueIn(accessLog, "attributes")),
        otlp: valueIn(accessLog, "otlp") && collectorOf(valueIn(accessLog, "otlp")),
      }),
    },
    tracing: tracing && {
      ...collectorOf(tracing),
      ...said({
        randomSampling: valueIn(tracing, "randomSampling"),
        clientSampling: valueIn(tracing, "clientSampling"),
        attributes: attributesOf(valueIn(tracing, "attributes")),
        resources: byName(itemsIn(tracing, "resources"), "expression"),
      }),
    },
    metrics: metrics && { attributes: byName(itemsIn(metrics, "attributes", "add"), "expression") },
  });
  const parsed = gatewaySpec.safeParse({ name: gateway, observability: spec });
  const [built] = parsed.success ? observability(parsed.data) : [];
  return built !== undefined && missingFields(policy, built).length === 0 ? spec : undefined;
}

function collectorOf(collector: unknown): PlainObject {
  const { backendRef, protocol, path } = fieldsIn({ collector }, "collector");
  return said({ service: serviceRefOf(backendRef), protocol, path });
}

function attributesOf(attributes: unknown): PlainObject | undefined {
  if (attributes === undefined) return undefined;
  return said({ add: byName(itemsIn(attributes, "add"), "expression"), remove: valueIn(attributes, "remove") });
}
