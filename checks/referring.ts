import { GATEWAY_API } from "../components/gateway/build";

/** A group and kind. */
interface Meaning {
  group: string;
  kind: string;
}

const secret: Meaning = { group: "", kind: "Secret" };

/** The fields that refer to a Secret, alone or in a list. */
export const referringToSecrets = [
  "secretRef",
  "secretKeyRef",
  "clientSecretRef",
  "signingKeyRef",
  "certificateRef",
  "certificateRefs",
];

/** The fields by which objects of Gateway API and agentgateway refer to others, and the kind that they mean where they do not say. */
export const referring: ReadonlyMap<string, Meaning> = new Map([
  ["parentRefs", { group: GATEWAY_API, kind: "Gateway" }],
  ["parentRef", { group: GATEWAY_API, kind: "Gateway" }],
  ["backendRefs", { group: "", kind: "Service" }],
  ["backendRef", { group: "", kind: "Service" }],
  ["targetRefs", { group: "", kind: "" }],
  ["parametersRef", { group: "", kind: "" }],
]);

/** What a reference means in which a field is, where it does not say: by the way to the field. None where it is in no reference. */
export function meansWithoutKind(keys: readonly (string | number)[]): Meaning | undefined {
  const field = keys.slice(0, -1).findLast((key) => typeof key === "string");
  if (field === undefined) return undefined;
  return referring.get(field) ?? (referringToSecrets.includes(field) ? secret : undefined);
}
