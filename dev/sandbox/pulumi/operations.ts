import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** What an update does with a resource, while it does it and when it is done, by the engine's name for the step. */
const VERBS: Record<string, { doing: string; done: string }> = {
  create: { doing: "creating", done: "created" },
  update: { doing: "updating", done: "updated" },
  delete: { doing: "deleting", done: "deleted" },
  replace: { doing: "replacing", done: "replaced" },
  "create-replacement": { doing: "creating", done: "created" },
  "delete-replaced": { doing: "deleting", done: "deleted" },
  import: { doing: "importing", done: "imported" },
};

/** The operations of an update that are running, and those that are done. */
export class Operations {
  readonly #running = new Map<string, string>();
  #done = 0;

  /** Takes an event. Returns a failure that it reports, in words. */
  take({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): string | undefined {
    const begun = resourcePreEvent?.metadata;
    const verb = VERBS[begun?.op ?? ""];
    if (begun && verb) this.#running.set(begun.urn, `${verb.doing} ${resourceName(begun)}`);
    const ended = (resOutputsEvent ?? resOpFailedEvent)?.metadata;
    const current = ended && this.#running.get(ended.urn);
    if (ended && this.#running.delete(ended.urn) && !resOpFailedEvent) this.#done++;
    return resOpFailedEvent ? `${current ?? resourceName(resOpFailedEvent.metadata)} failed` : undefined;
  }

  /** How far the update is: `12 resources done; creating kubernetes:core/v1:Secret argocd:x`. */
  get summary(): string {
    const current = [...this.#running.values()].filter((text) => !text.includes("pulumi:pulumi:Stack")).at(-1);
    return `${this.#done} resources done${current ? `; ${current}` : ""}`;
  }
}

function resourceName({ type, urn }: StepEventMetadata): string {
  return `${type} ${urn.split("::").at(-1)}`;
}

/** What a resource of our program waits for, where it says so. */
export function waitingFor({ diagnosticEvent }: EngineEvent): string | undefined {
  const { ephemeral, message = "" } = diagnosticEvent ?? {};
  return ephemeral && message.startsWith("waiting for ") ? message.trim() : undefined;
}

/** `65 created, 2 updated` or `no changes`, by the engine's summary. */
export function changes(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).flatMap(([op, count]) => (VERBS[op] ? [`${count} ${VERBS[op].done}`] : []));
  return words.join(", ") || "no changes";
}

/** What went wrong: each error that the engine reports, under its resource. */
export function errorReport(events: readonly EngineEvent[]): string {
  return events
    .flatMap(({ diagnosticEvent }) => {
      if (diagnosticEvent?.severity !== "error") return [];
      const { urn = "", message } = diagnosticEvent;
      const [, , type = "", name] = urn.split("::");
      const where = name === undefined ? "" : `  ${type.split("$").at(-1)} (${name}):\n`;
      return [`${where}${message.trim().replace(/^/gm, "    ")}`];
    })
    .join("\n");
}
