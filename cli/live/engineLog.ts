import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import type { Finding } from "../drift/finding";
import { shownDrift } from "./drift";

/** Messages that Pulumi shows at a resource. */
export class EngineLog {
  readonly #engine: EngineClient | undefined;
  readonly #warned = new Set<string>();

  /** @param address of Pulumi's engine. Default: nobody reads the messages */
  constructor(address: string | undefined) {
    this.#engine = address === undefined ? undefined : new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Says what differs: a command that shows no properties shows this. */
  async drift(urn: string, findings: readonly Finding[]): Promise<void> {
    const lines = Object.entries(shownDrift(findings)).map(([where, what]) => `${where}: ${what.join("; ")}`);
    if (lines.length > 0) await this.warn(urn, lines.join("\n"));
  }

  /** Warns of something at a resource, once: a refresh before a preview finds the same. */
  async warn(urn: string, message: string): Promise<void> {
    if (this.#warned.has(urn)) return;
    this.#warned.add(urn);
    await this.#write(urn, LogSeverity.WARNING, message, false);
  }

  /** Says what is waited for, until something else is said. */
  status(urn: string, message: string): void {
    void this.#write(urn, LogSeverity.INFO, message, true);
  }

  #write(urn: string, severity: LogSeverity, message: string, ephemeral: boolean): Promise<void> {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    // An engine that takes no message ends the command itself.
    return new Promise((resolve) => (this.#engine ? this.#engine.log(request, () => resolve()) : resolve()));
  }
}
