/** The few pieces of DER (ITU-T X.690) that a certificate is made of. */

/** A tag, the length of its content, the content. */
export function tlv(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

export const sequence = (...items: Uint8Array[]) => tlv(0x30, ...items);
export const set = (...items: Uint8Array[]) => tlv(0x31, ...items);
export const octets = (content: Uint8Array) => tlv(0x04, content);
export const bits = (content: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), content);
export const text = (value: string) => tlv(0x0c, Buffer.from(value, "utf8"));
export const yes = () => tlv(0x01, Buffer.from([0xff]));
/** `[n]` around whole elements. */
export const tagged = (n: number, ...items: Uint8Array[]) => tlv(0xa0 + n, ...items);
/** `[n]` in place of the element's own tag. */
export const implicit = (n: number, content: Uint8Array) => tlv(0x80 + n, content);

/** A non-negative integer: a leading zero keeps the sign bit clear. */
export function integer(value: Uint8Array): Buffer {
  const start = value.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.from([0]) : Buffer.from(value.subarray(start));
  return tlv(0x02, ...(digits[0]! & 0x80 ? [Buffer.from([0])] : []), digits);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Two digits of year until 2049, four from then on, as RFC 5280 4.1.2.5 demands. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  return date.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

function base128(value: number): number[] {
  const out = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) out.unshift((rest & 0x7f) | 0x80);
  return out;
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const digits: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) digits.unshift(rest & 0xff);
  return Buffer.from([0x80 | digits.length, ...digits]);
}
