import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import Ajv from "ajv";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { PlainObject } from "../../core/merge";
import { packConfig, readSettings } from "../../policy/settings";
import { FIXTURE } from "./fixture";

/** A resource as the engine sends it to a pack. */
export interface Resource {
  type: string;
  name: string;
  inputs: PlainObject;
  /** What it has become. Default: its inputs. */
  outputs?: PlainObject;
}

/** A violation that the pack reports. */
export interface Report {
  policy: string;
  message: string;
  urn: string;
  mandatory: boolean;
}

/**
 * The pack in `policy/`, run and queried the way the engine does: started by the SDK's `run-policy-pack`, given its settings
 * after they were checked against its schemas, then queried about each resource's inputs and, at the end, about all outputs.
 */
export class Pack {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  static async start(directory: string): Promise<Pack> {
    const runner = join(directory, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    // The engine would listen at the first address; a pack never calls it.
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: join(directory, "policy"),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it listened`)));
    });
    return new Pack(child, new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()));
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }

  /** What the pack says it can do. */
  async info(): Promise<AnalyzerInfo> {
    return (await this.call("getAnalyzerInfo", new Empty())) as AnalyzerInfo;
  }

  /** Gives the pack the settings of a file for `--policy-pack-config`. */
  async configure(settings: Record<string, string | PlainObject>): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    const configs = request.getPolicyconfigMap();
    for (const policy of (await this.info()).getPoliciesList()) {
      const given = settings[policy.getName()] ?? {};
      const { enforcementLevel = "mandatory", ...properties } =
        typeof given === "string" ? { enforcementLevel: given } : given;
      const schema = { type: "object", properties: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {} };
      const ajv = new Ajv({ strict: false });
      if (!ajv.validate(schema, properties)) throw new Error(`${policy.getName()}: ${ajv.errorsText()}`);
      const config = new PolicyConfig();
      config.setEnforcementlevel(
        EnforcementLevel[String(enforcementLevel).toUpperCase() as keyof typeof EnforcementLevel],
      );
      config.setProperties(struct(properties));
      configs.set(policy.getName(), config);
    }
    await this.call("configure", request);
  }

  /** What the pack reports of a stack's resources in a preview or an update. */
  async reports(resources: readonly Resource[]): Promise<Report[]> {
    const reported: AnalyzeDiagnostic[] = [];
    for (const resource of resources) {
      const request = new AnalyzeRequest();
      fill(request, resource, resource.inputs);
      const diagnostics = ((await this.call("analyze", request)) as AnalyzeResponse).getDiagnosticsList();
      for (const diagnostic of diagnostics) diagnostic.setUrn(urnOf(resource));
      reported.push(...diagnostics);
    }
    const stack = new AnalyzeStackRequest();
    for (const resource of resources) {
      fill(stack.addResources(), resource, resource.outputs ?? resource.inputs);
    }
    reported.push(...((await this.call("analyzeStack", stack)) as AnalyzeResponse).getDiagnosticsList());
    return reported.map((diagnostic) => ({
      policy: diagnostic.getPolicyname(),
      message: diagnostic.getMessage(),
      urn: diagnostic.getUrn(),
      mandatory: diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY,
    }));
  }

  private call(
    method: "getAnalyzerInfo" | "configure" | "analyze" | "analyzeStack",
    request: object,
  ): Promise<unknown> {
    const send = this.client[method].bind(this.client) as (
      request: object,
      done: grpc.requestCallback<unknown>,
    ) => void;
    return promisify(send)(request);
  }
}

/** Settings of a stack, as its file has them. */
export function settingsFile(stack: string): Record<string, string | PlainObject> {
  return JSON.parse(readFileSync(join(FIXTURE, "policy", `${stack}.json`), "utf8")) as Record<
    string,
    string | PlainObject
  >;
}

/** Settings of a stack, as `npm run policy -- --settings` prints them. */
export function printedSettings(stack: string): Record<string, PlainObject> {
  return packConfig(readSettings(FIXTURE, [stack])) as Record<string, PlainObject>;
}

function urnOf({ type, name }: Resource): string {
  return `urn:pulumi:test::agentgateway-infra::${type}::${name}`;
}

function fill(message: AnalyzeRequest | AnalyzerResource, resource: Resource, properties: PlainObject): void {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(urnOf(resource));
  message.setProperties(struct(properties));
  message.setOptions(new AnalyzerResourceOptions());
}

/** What JSON would leave out, a Struct refuses. */
function struct(properties: PlainObject): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}
