import { inspect } from "node:util";
import { z } from "zod";

/**
 * A secret on its way from the encrypted configuration to a Kubernetes Secret.
 * Printing, serialising or interpolating it never shows the value; only `reveal()` does.
 */
export class SecretValue {
  readonly #value: string | undefined;

  /**
   * @param value the plain value, or nothing where it is known to exist but can't be decrypted here (rendering)
   * @param later what gives the value later, such as an output of another resource. Its maker knows how to read it
   */
  constructor(
    value?: string,
    readonly later?: object,
  ) {
    this.#value = value;
  }

  /**
   * The plain value: for what is made secret again (`pulumi.secret`, the data of a Secret), for a client that logs in with
   * it, and for a check of its form. It goes into no message, log or file.
   */
  reveal(): string {
    if (this.#value === undefined) throw new Error("this secret is encrypted and was read without its key");
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** A secret that a stack must set itself: the one that it extends has a value, which only that one can decrypt. */
export class UnsetSecret extends SecretValue {}

/** A secret, or `true` where it is only said that there is one: then each stack has to set it. */
export type DeclaredSecret = SecretValue | true;

const refusal: z.core.$ZodErrorMap = (issue) =>
  typeof issue.input === "string" ? "is in plain text, where everybody can read it" : "must be a secret";

/** A schema field that takes a secret. A plain string is refused: it would be readable in the stack file. */
export const secret = () =>
  z.custom<SecretValue>((value) => value instanceof SecretValue, { error: refusal }).meta({ secret: true });

/** A schema field that takes a secret, or `true` in its place. */
export const declaredSecret = () =>
  z
    .custom<DeclaredSecret>((value) => value === true || value instanceof SecretValue, { error: refusal })
    .meta({ secret: "declared" });
