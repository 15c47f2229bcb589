import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import type { DesiredLive, LiveDeletionArgs, LiveNamespaceArgs } from "../../components/live/objects";
import { LIVE_DELETION, LIVE_NAMESPACE, LIVE_OBJECTS, LIVE_REMAINS } from "../../components/live/types";
import { asClusterError } from "../../kube/problem";
import { ApiError } from "../../kube/request";
import type { Finding } from "../drift/finding";
import { shownDrift } from "./drift";
import type { EngineLog } from "./engineLog";
import type { LookArgs } from "./look";
import { desiredOf, differing, typeOf, valuesOf } from "./protocol";
import { LiveProvider } from "./provider";

/** The property of a resource that shows what differs. */
const DRIFT = "drift";

/** What Pulumi's engine asks of the provider's resources, in its protocol. */
export class Resources {
  readonly #provider: LiveProvider;

  constructor(
    args: LookArgs,
    private readonly log: EngineLog,
  ) {
    this.#provider = new LiveProvider(args);
  }

  async diff(request: protocol.DiffRequest): Promise<protocol.DiffResponse> {
    const urn = request.getUrn();
    if (typeOf(urn) !== LIVE_OBJECTS) return diffOf([]);
    return diffOf(await this.#drift(urn, desiredOf(request.getOldInputs()), desiredOf(request.getNews())));
  }

  async read(request: protocol.ReadRequest): Promise<protocol.ReadResponse> {
    const response = new protocol.ReadResponse();
    response.setId(request.getId());
    response.setInputs(request.getInputs());
    response.setProperties(new Struct());
    if (typeOf(request.getUrn()) !== LIVE_OBJECTS) return response;
    const desired = desiredOf(request.getInputs());
    const findings = await this.#drift(request.getUrn(), desired, desired);
    if (findings.length > 0) response.setProperties(Struct.fromJavaScript({ [DRIFT]: shownDrift(findings) }));
    return response;
  }

  async update(request: protocol.UpdateRequest): Promise<protocol.UpdateResponse> {
    if (!request.getPreview()) await this.#provider.restore(desiredOf(request.getNews()));
    const response = new protocol.UpdateResponse();
    response.setProperties(new Struct());
    return response;
  }

  async delete(request: protocol.DeleteRequest): Promise<Empty> {
    const urn = request.getUrn();
    if (typeOf(urn) === LIVE_DELETION)
      await this.#provider.assertDeletable(valuesOf(request.getOldInputs()) as unknown as LiveDeletionArgs);
    if (typeOf(urn) === LIVE_REMAINS) await this.#provider.deleteRemains((message) => this.log.info(urn, message));
    if (typeOf(urn) === LIVE_NAMESPACE) {
      const args = valuesOf(request.getOldInputs()) as unknown as LiveNamespaceArgs;
      await this.#provider.deleteNamespace(args, (message) => this.log.status(urn, message));
    }
    return new Empty();
  }

  async #drift(urn: string, before: DesiredLive, now: DesiredLive): Promise<Finding[]> {
    try {
      const findings = await this.#provider.drift(before, now);
      const lines = Object.entries(shownDrift(findings)).map(([where, what]) => `${where}: ${what.join("; ")}`);
      // A command that shows no properties shows this.
      if (lines.length > 0) await this.log.warn(urn, lines.join("\n"));
      return findings;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 403)) throw error;
      await this.log.warn(
        urn,
        `It is not known whether its objects differ. ${(asClusterError(error) as Error).message}`,
      );
      return [];
    }
  }
}

/** Another description is no difference: the component's own inputs show that. An update takes the drift away. */
function diffOf(findings: readonly Finding[]): protocol.DiffResponse {
  const response = differing(findings.length > 0);
  if (findings.length === 0) return response;
  const removal = new protocol.PropertyDiff();
  removal.setKind(protocol.PropertyDiff.Kind.DELETE);
  response.setDiffsList([DRIFT]);
  response.getDetaileddiffMap().set(DRIFT, removal);
  response.setHasdetaileddiff(true);
  return response;
}
