import { isPlainObject, type PlainObject } from "../core/merge";

/** A field somewhere in an object. */
export interface Field {
  /** Its path, such as `spec.rules[0].backendRefs`. */
  path: string;
  /** The same, key by key. */
  keys: readonly (string | number)[];
  key: string;
  value: unknown;
  /** The object that it is a field of. */
  parent: PlainObject;
}

/** All fields of an object, whatever their depth: so a rule finds a reference wherever a kind puts it. */
export function* fieldsOf(value: unknown, path = "", keys: readonly (string | number)[] = []): Generator<Field> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* fieldsOf(item, `${path}[${index}]`, [...keys, index]);
  } else if (isPlainObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const below = path === "" ? key : `${path}.${key}`;
      yield { path: below, keys: [...keys, key], key, value: item, parent: value };
      yield* fieldsOf(item, below, [...keys, key]);
    }
  }
}

/** The value at a path, or `undefined` where there is none. What a person wrote may have any shape. */
export function valueIn(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), object);
}

/** The text at a path. */
export function textIn(object: unknown, ...path: readonly string[]): string | undefined {
  const value = valueIn(object, ...path);
  return typeof value === "string" ? value : undefined;
}

/** The objects of the list at a path. */
export function itemsIn(object: unknown, ...path: readonly string[]): PlainObject[] {
  const value = valueIn(object, ...path);
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}

/** True if all labels that a selector asks for are there; one that asks for none selects nothing. */
export function matchesLabels(selector: unknown, labels: unknown): boolean {
  const required = isPlainObject(selector) ? Object.entries(selector) : [];
  return required.length > 0 && required.every(([key, value]) => valueIn(labels, key) === value);
}
