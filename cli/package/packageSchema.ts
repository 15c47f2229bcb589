/** A type of Pulumi's package schema. */
export interface Type {
  type?: string;
  $ref?: string;
  items?: Type;
  additionalProperties?: Type;
  oneOf?: Type[];
  plain?: boolean;
}

/** A property of Pulumi's package schema. */
export interface Property extends Type {
  description?: string;
  secret?: boolean;
}

/** A resource of Pulumi's package schema. */
export interface Resource {
  isComponent: true;
  properties: Record<string, Property>;
  required: string[];
  inputProperties: Record<string, Property>;
  requiredInputs: string[];
}

/** A package in Pulumi's package schema, as far as ours has one. */
export interface PackageSchema {
  name: string;
  version: string;
  description: string;
  resources: Record<string, Resource>;
  types: Record<string, object>;
  language: object;
}

export const PACKAGE = "agentgateway-infra";

/** The name of a component's type, or of a type of its arguments, in all of Pulumi. */
export function token(name: string): string {
  return `${PACKAGE}:index:${name}`;
}
