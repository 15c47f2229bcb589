import { isDeepStrictEqual } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import type { DesiredLive, LiveDeletionArgs, LiveNamespaceArgs } from "../../components/live/objects";
import { LIVE_DELETION, LIVE_NAMESPACE, LIVE_OBJECTS } from "../../components/live/types";
import { asClusterError } from "../../kube/problem";
import { ApiError } from "../../kube/request";
import { version } from "../../package.json";
import type { Finding } from "../drift/finding";
import { shownDrift } from "./drift";
import { EngineLog } from "./engineLog";
import type { LookArgs } from "./look";
import { desiredOf, nameOf, typeOf, valuesOf } from "./protocol";
import { LiveProvider } from "./provider";

/** The property of a resource that shows what differs. */
const DRIFT = "drift";

/** Bytes of a message: an environment's description may be long. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;
const LIMITS = {
  "grpc.max_receive_message_length": MESSAGE_LIMIT,
  "grpc.max_send_message_length": MESSAGE_LIMIT,
};

/** Serves the provider to Pulumi's engine, by its protocol, until the engine ends it. */
export function serve([engineAddress]: readonly string[]): void {
  const server = new grpc.Server(LIMITS);
  const handlers = handlersOf(new LiveProvider(), new EngineLog(engineAddress));
  server.addService(ResourceProviderService, handlers);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(String(port));
  });
}

function handlersOf(provider: LiveProvider, log: EngineLog): grpc.UntypedServiceImplementation {
  const drift = async (urn: string, before: DesiredLive, now: DesiredLive) => {
    try {
      const findings = await provider.drift(before, now);
      await log.drift(urn, findings);
      return findings;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 403)) throw error;
      await log.warn(urn, `It is not known whether its objects differ. ${(asClusterError(error) as Error).message}`);
      return [];
    }
  };
  return {
    getPluginInfo: answer(() => {
      const info = new PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: answer(() => {
      const schema = new protocol.GetSchemaResponse();
      schema.setSchema("{}");
      return schema;
    }),
    checkConfig: answer(unchanged),
    // Nothing is replaced: another kubeconfig is another way to the same clusters. But a difference has to be told, or the
    // engine goes on with the provider of before, and that with the clusters of before.
    diffConfig: answer((request: protocol.DiffRequest) => {
      return differing(!isDeepStrictEqual(valuesOf(request.getOldInputs()), valuesOf(request.getNews())));
    }),
    configure: answer((request: protocol.ConfigureRequest) => {
      provider.configure(valuesOf(request.getArgs()) as unknown as LookArgs);
      return new protocol.ConfigureResponse();
    }),
    check: answer(unchanged),
    diff: answer(async (request: protocol.DiffRequest) => {
      const urn = request.getUrn();
      if (typeOf(urn) !== LIVE_OBJECTS) return diffOf([]);
      return diffOf(await drift(urn, desiredOf(request.getOldInputs()), desiredOf(request.getNews())));
    }),
    create: answer((request: protocol.CreateRequest) => {
      const response = new protocol.CreateResponse();
      response.setId(nameOf(request.getUrn()));
      response.setProperties(new Struct());
      return response;
    }),
    read: answer(async (request: protocol.ReadRequest) => {
      const response = new protocol.ReadResponse();
      response.setId(request.getId());
      response.setInputs(request.getInputs());
      response.setProperties(new Struct());
      if (typeOf(request.getUrn()) !== LIVE_OBJECTS) return response;
      const desired = desiredOf(request.getInputs());
      const findings = await drift(request.getUrn(), desired, desired);
      if (findings.length > 0) response.setProperties(Struct.fromJavaScript({ [DRIFT]: shownDrift(findings) }));
      return response;
    }),
    update: answer(async (request: protocol.UpdateRequest) => {
      if (!request.getPreview()) await provider.restore(desiredOf(request.getNews()));
      const response = new protocol.UpdateResponse();
      response.setProperties(new Struct());
      return response;
    }),
    delete: answer(async (request: protocol.DeleteRequest) => {
      const urn = request.getUrn();
      if (typeOf(urn) === LIVE_DELETION)
        await provider.assertDeletable(valuesOf(request.getOldInputs()) as unknown as LiveDeletionArgs);
      if (typeOf(urn) === LIVE_NAMESPACE) {
        const args = valuesOf(request.getOldInputs()) as unknown as LiveNamespaceArgs;
        await provider.deleteNamespace(args, (message) => log.status(urn, message));
      }
      return new Empty();
    }),
    cancel: answer(() => new Empty()),
    attach: answer(() => new Empty()),
  };
}

/** A handler of what a function answers, at once or later. */
function answer<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(handle)
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: (asClusterError(error) as Error).message }),
      );
  };
}

function unchanged(request: protocol.CheckRequest): protocol.CheckResponse {
  const response = new protocol.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function differing(isDifferent: boolean): protocol.DiffResponse {
  const response = new protocol.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = protocol.DiffResponse.DiffChanges;
  response.setChanges(isDifferent ? DIFF_SOME : DIFF_NONE);
  return response;
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
