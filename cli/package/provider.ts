import type * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import { UserError } from "../../core/errors";
import * as components from "../../exports";
import { programInputs } from "./inputs";
import { token, type PackageSchema } from "./packageSchema";

type Component = new (
  name: string,
  args: pulumi.Inputs,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/** Creates the components of the package for programs in other languages. */
export class ComponentProvider implements Provider {
  readonly version: string;
  readonly #schema: PackageSchema;

  /** @param schema the schema of the package, as JSON */
  constructor(readonly schema: string) {
    this.#schema = JSON.parse(schema) as PackageSchema;
    this.version = this.#schema.version;
  }

  /**
   * Creates a component.
   *
   * @throws UserError where there is none of the type, or its arguments are wrong
   */
  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const definition = this.#schema.resources[type];
    const create = Object.entries(components).find(([each]) => token(each) === type)?.[1] as Component | undefined;
    if (definition === undefined || create === undefined) throw new UserError(`the package has no component ${type}`);
    const { args, dependsOn } = await programInputs(inputs);
    const known = [options.dependsOn ?? []].flat() as pulumi.Resource[];
    const component = new create(name, args, { ...options, dependsOn: [...known, ...dependsOn] });
    const offered = component as unknown as Record<string, pulumi.Input<unknown>>;
    const state = Object.fromEntries(Object.keys(definition.properties).map((key) => [key, offered[key]]));
    return { urn: component.urn, state };
  }
}
