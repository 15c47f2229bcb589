import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as protocol from "@pulumi/pulumi/proto/provider_pb";
import { version } from "../../package.json";
import type { DesiredLive } from "../../components/live/objects";
import type { Finding } from "../drift/finding";
import { shownDrift } from "./drift";
import type { LookArgs } from "./look";
import { UNKNOWN, unmarked } from "./protocol";
import { LiveObjectsProvider } from "./provider";

type Values = Record<string, JavaScriptValue>;

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
  server.addService(ResourceProviderService as unknown as grpc.ServiceDefinition, handlers(engineAddress));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(String(port));
  });
}

function handlers(engineAddress: string | undefined): grpc.UntypedServiceImplementation {
  const provider = new LiveObjectsProvider();
  const engine = engineAddress && new EngineClient(engineAddress, grpc.credentials.createInsecure());
  const warned = new Set<string>();

  /** Says what differs where a reader sees it, whatever the command shows of properties. */
  const warn = async (urn: string, findings: readonly Finding[]) => {
    if (!engine || findings.length === 0 || warned.has(urn)) return;
    warned.add(urn);
    const lines = Object.entries(shownDrift(findings)).map(([where, what]) => `${where}: ${what.join("; ")}`);
    const request = new LogRequest();
    request.setSeverity(LogSeverity.WARNING);
    request.setUrn(urn);
    request.setMessage(lines.join("\n"));
    await new Promise<void>((resolve) => engine.log(request, () => resolve()));
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
    // Another kubeconfig is another way to the same clusters.
    diffConfig: answer(() => diffOf([])),
    configure: answer((request: protocol.ConfigureRequest) => {
      provider.configure(valuesOf(request.getArgs()) as unknown as LookArgs);
      return new protocol.ConfigureResponse();
    }),
    check: answer(unchanged),
    diff: answer(async (request: protocol.DiffRequest) => {
      const findings = await provider.drift(desiredOf(request.getOldInputs()), desiredOf(request.getNews()));
      await warn(request.getUrn(), findings);
      return diffOf(findings);
    }),
    create: answer((request: protocol.CreateRequest) => {
      const response = new protocol.CreateResponse();
      response.setId(request.getUrn().split("::").at(-1) ?? "");
      response.setProperties(new Struct());
      return response;
    }),
    read: answer(async (request: protocol.ReadRequest) => {
      const desired = desiredOf(request.getInputs());
      const findings = await provider.drift(desired, desired);
      await warn(request.getUrn(), findings);
      const response = new protocol.ReadResponse();
      response.setId(request.getId());
      response.setInputs(request.getInputs());
      const state: Values = {};
      if (findings.length > 0) state[DRIFT] = shownDrift(findings);
      response.setProperties(Struct.fromJavaScript(state));
      return response;
    }),
    update: answer(async (request: protocol.UpdateRequest) => {
      if (!request.getPreview()) await provider.restore(desiredOf(request.getNews()));
      const response = new protocol.UpdateResponse();
      response.setProperties(new Struct());
      return response;
    }),
    delete: answer(() => new Empty()),
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
        (error: unknown) =>
          callback({ code: grpc.status.UNKNOWN, details: `reading what is live: ${(error as Error).message}` }),
      );
  };
}

function unchanged(request: protocol.CheckRequest): protocol.CheckResponse {
  const response = new protocol.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function diffOf(findings: readonly Finding[]): protocol.DiffResponse {
  const response = new protocol.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = protocol.DiffResponse.DiffChanges;
  response.setChanges(findings.length > 0 ? DIFF_SOME : DIFF_NONE);
  if (findings.length > 0) {
    response.setDiffsList([DRIFT]);
    const removal = new protocol.PropertyDiff();
    removal.setKind(protocol.PropertyDiff.Kind.DELETE);
    response.getDetaileddiffMap().set(DRIFT, removal);
    response.setHasdetaileddiff(true);
  }
  return response;
}

/** What a resource desires: nothing where that is not known yet. */
function desiredOf(values: Struct | undefined): DesiredLive {
  const text = valuesOf(values)["desired"];
  return typeof text === "string" && text !== UNKNOWN ? (JSON.parse(text) as DesiredLive) : {};
}

function valuesOf(values: Struct | undefined): Values {
  return unmarked(values?.toJavaScript() ?? {}) as Values;
}
