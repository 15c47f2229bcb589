import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Messages that Pulumi shows at a resource. */
export class EngineLog {
  readonly #engine: EngineClient | undefined;
  readonly #warned = new Set<string>();

  /** @param address of Pulumi's engine. Default: nobody reads the messages */
  constructor(address: string | undefined) {
    this.#engine = address === undefined ? undefined : new EngineClient(address, grpc.credentials.createInsecure());
  }

  /** Warns of something at a resource, once: a refresh before a preview finds the same. */
  async warn(urn: string, message: string): Promise<void> {
    if (this.#warned.has(urn)) return;
    this.#warned.add(urn);
    await this.#write(urn, LogSeverity.WARNING, message, false);
  }

  /** Says what has been done to a resource. */
  info(urn: string, message: string): void {
    void this.#write(urn, LogSeverity.INFO, message, false);
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
