import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { DesiredLive } from "../../components/live/objects";
import { isPlainObject, mapValues } from "../../core/merge";

/** What Pulumi's engine sends for a value that is known only when something has been created. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What a resource desires: nothing where that is not known yet. */
export function desiredOf(values: Struct | undefined): DesiredLive {
  const text = valuesOf(values)["desired"];
  return typeof text === "string" && text !== UNKNOWN ? (JSON.parse(text) as DesiredLive) : {};
}

/** Properties of a resource or a provider. */
export function valuesOf(values: Struct | undefined): Record<string, unknown> {
  return unmarked(values?.toJavaScript() ?? {}) as Record<string, unknown>;
}

/** Values as the engine sends them, without its marks of secrets: it sends those to a provider whatever that says. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isPlainObject(value)) return value;
  return value[SIGNATURE] === SECRET ? unmarked(value["value"]) : mapValues(value, (_, each) => unmarked(each));
}

/** Type of the resource of a URN: the last of its parents' and its own. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** Name of the resource of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Whether something differs, without saying what. */
export function differing(isDifferent: boolean): DiffResponse {
  const response = new DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
  response.setChanges(isDifferent ? DIFF_SOME : DIFF_NONE);
  return response;
}
