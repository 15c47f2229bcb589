import type * as pulumi from "@pulumi/pulumi";
import type { SecretValue } from "../../core/secret";

type Scalar = string | number | boolean | null;

/**
 * The arguments of a component, for a field that its schema takes: the same structure, of which every leaf may be an output
 * of another resource. A secret is a text or an output; the component makes it secret.
 */
export type Inputs<T> = [Extract<T, SecretValue>] extends [never] ? Plain<T> : Secret<T>;

type Secret<T> = pulumi.Input<string> | Extract<T, undefined>;

type Plain<T> =
  ([Extract<T, Scalar>] extends [never] ? never : pulumi.Input<Extract<T, Scalar>>) | Structure<Exclude<T, Scalar>>;

type Structure<T> = T extends readonly (infer Item)[]
  ? Inputs<Item>[]
  : T extends object
    ? { [Key in keyof T]: Inputs<T[Key]> }
    : T;
