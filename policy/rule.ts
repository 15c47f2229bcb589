import { z } from "zod";
import type { KubernetesObject } from "../kube/object";

/** Something that the organisation does not want. */
export interface Violation {
  object: KubernetesObject;
  /** Path of the field, where it is about one. */
  field?: string;
  /** What is wrong, in one clause. */
  problem: string;
  remedy: string;
  /** The name by which a stack's settings can except it. */
  subject: string;
}

/** What every rule takes: its exceptions, and why. */
const exceptions = z.record(z.string(), z.string().min(10, "must say why, in a few words")).default({});

/** A demand of the organisation: a pure function over Kubernetes objects, run by the pack and by `npm run policy`. */
export interface Rule<Options extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  /** The demand, in one sentence. */
  description: string;
  /** Whether it checks an object by itself, or all objects of an environment together. */
  scope: "object" | "environment";
  /** Its settings, beside the exceptions. */
  options: z.ZodObject<Options & { except: typeof exceptions }>;
  check: (objects: readonly KubernetesObject[], options: z.output<z.ZodObject<Options>>) => Violation[];
}

/** Defines a rule, with the settings that it alone has. */
export function rule<Options extends z.ZodRawShape>(
  definition: Omit<Rule<Options>, "options"> & { options: Options },
): Rule {
  const options = z.strictObject({ ...definition.options, except: exceptions });
  return { ...definition, options } as unknown as Rule;
}

/** What a rule has against these objects, under the settings of a stack. */
export function violationsOf(rule: Rule, objects: readonly KubernetesObject[], settings: unknown): Violation[] {
  const options = rule.options.parse(settings ?? {});
  const { except, ...own } = options as { except: Record<string, string> };
  return rule.check(objects, own).filter(({ subject }) => !Object.hasOwn(except, subject));
}

/** A violation in words: which object, which field, what, what to do, and how to except it. */
export function describe({ object, field, problem, remedy, subject }: Violation): string {
  const where = [`${object.kind} ${object.metadata.name}`, field].filter(Boolean).join(", ");
  return `${where} ${problem}. ${remedy} (It is excepted as "${subject}".)`;
}
