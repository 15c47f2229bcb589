/** A plain JSON-like object. */
export type PlainObject = Record<string, unknown>;

/** True for object literals: not for arrays, null or instances of classes. */
export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The same keys, each with what a function makes of its entry. */
export function mapValues<Value, Result>(
  record: Record<string, Value>,
  make: (key: string, value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(key, value)]));
}

/**
 * Merges layers of configuration, later ones over earlier ones: objects key by key, everything else (arrays too) whole.
 * The result shares nothing with the layers, so that a change to one environment can't reach another.
 */
export function mergeLayers(...layers: readonly PlainObject[]): PlainObject {
  const merged: PlainObject = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      // "__proto__" as a key of a hostile file must become a key and not a prototype.
      Object.defineProperty(merged, key, {
        value: mergeValue(Object.hasOwn(merged, key) ? merged[key] : undefined, value),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
  }
  return merged;
}

function mergeValue(under: unknown, over: unknown): unknown {
  if (isPlainObject(over)) return mergeLayers(isPlainObject(under) ? under : {}, over);
  if (Array.isArray(over)) return over.map((item) => mergeValue(undefined, item));
  return over;
}
