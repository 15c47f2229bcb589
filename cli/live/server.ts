import { isDeepStrictEqual } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { version } from "../../package.json";
import { EngineLog } from "./engineLog";
import type { LookArgs } from "./look";
import { differing, nameOf, valuesOf } from "./protocol";
import type { Resources } from "./resources";

/** Bytes of a message: an environment's description may be long. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;
const LIMITS = {
  "grpc.max_receive_message_length": MESSAGE_LIMIT,
  "grpc.max_send_message_length": MESSAGE_LIMIT,
};

/**
 * Serves the provider to Pulumi's engine, by its protocol, until the engine ends it. What knows clusters is loaded later: the
 * engine waits with everything else until a provider has started and is configured.
 */
export function serve([engineAddress]: readonly string[]): void {
  const server = new grpc.Server(LIMITS);
  server.addService(ResourceProviderService, handlersOf(new EngineLog(engineAddress)));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(String(port));
  });
}

function handlersOf(log: EngineLog): grpc.UntypedServiceImplementation {
  let configured: Promise<Resources> | undefined;
  const resources = (): Promise<Resources> => {
    if (configured === undefined) throw new Error("the provider is not configured");
    return configured;
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
      configured = afterAnswer().then(async () => {
        const { Resources } = await import("./resources");
        return new Resources(valuesOf(request.getArgs()) as unknown as LookArgs, log);
      });
      configured.catch(() => undefined); // Whoever asks gets the error.
      return new protocol.ConfigureResponse();
    }),
    check: answer(unchanged),
    diff: answer(async (request: protocol.DiffRequest) => (await resources()).diff(request)),
    create: answer((request: protocol.CreateRequest) => {
      const response = new protocol.CreateResponse();
      response.setId(nameOf(request.getUrn()));
      response.setProperties(new Struct());
      return response;
    }),
    read: answer(async (request: protocol.ReadRequest) => (await resources()).read(request)),
    update: answer(async (request: protocol.UpdateRequest) => (await resources()).update(request)),
    delete: answer(async (request: protocol.DeleteRequest) => (await resources()).delete(request)),
    cancel: answer(() => new Empty()),
    attach: answer(() => new Empty()),
  };
}

/** Milliseconds until an answer is on its way: loading modules holds everything up. */
const ANSWERED = 10;

function afterAnswer(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ANSWERED));
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
        async (error: unknown) => {
          const { asClusterError } = await import("../../kube/problem");
          callback({ code: grpc.status.UNKNOWN, details: (asClusterError(error) as Error).message });
        },
      );
  };
}

function unchanged(request: protocol.CheckRequest): protocol.CheckResponse {
  const response = new protocol.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}
