import { eventsOf, newest, type Facts, type Service } from "./facts";
import type { Problem } from "./pods";

/** The addresses of a Service, by its type: those of its load balancer, or those within the cluster. */
export function serviceAddresses({ spec = {}, status }: Service): string[] {
  if (spec.type === "LoadBalancer") {
    return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => hostname ?? ip ?? []);
  }
  const { clusterIP, clusterIPs = clusterIP ? [clusterIP] : [] } = spec;
  return clusterIPs.filter((ip) => ip !== "" && ip !== "None");
}

/** Why a Service has no address; nothing where it has one. */
export function serviceProblem(service: Service, { events }: Pick<Facts, "events">): Problem | undefined {
  if (serviceAddresses(service).length > 0) return undefined;
  const { spec, metadata } = service;
  const name = `its Service ${metadata.name}`;
  if (spec?.type !== "LoadBalancer") return { text: `${name} has no address within the cluster`, lasting: false };
  const event = newest(eventsOf("Service", service, events));
  const why = event
    ? `${event.reason ?? ""}: ${event.message ?? ""}`
    : "no event says why; a cluster without a load balancer controller gives none (gateway.service.type)";
  // Clouds take minutes for one.
  return { text: `${name} waits for an address of its load balancer: ${why}`, lasting: false };
}
