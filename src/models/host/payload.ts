/** Plain data with binary parts: its size, and copies that own their memory. */

/** Deeper data is passed on as it is; engines exchange flat records. */
const MAX_DEPTH = 6;

/** Bytes that a value roughly takes on its way: binary parts exactly, two per character, eight for all else. */
export function sizeBytes(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length * 2;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return 8;
  let sum = 8;
  for (const part of Array.isArray(value) ? value : Object.values(value)) sum += sizeBytes(part, depth + 1);
  return sum;
}

export interface OwnedPayload {
  readonly value: unknown;
  /** Buffers made here: safe to transfer. */
  readonly copied: ReadonlySet<ArrayBuffer>;
  /** Buffers that a view covered wholly and that were kept: safe to transfer only where nobody else holds them. */
  readonly kept: ReadonlySet<ArrayBuffer>;
}

/**
 * The same data, with every view that shows only a part of its buffer (or shared memory) replaced by one on a buffer
 * of its own. A structured clone copies the whole buffer behind a view, and a view into a socket's 64 KiB read
 * buffer keeps all of it alive.
 */
export function ownPayload(value: unknown): OwnedPayload {
  const copied = new Set<ArrayBuffer>();
  const kept = new Set<ArrayBuffer>();
  const visit = (part: unknown, depth: number): unknown => {
    if (typeof part !== 'object' || part === null || depth >= MAX_DEPTH) return part;
    if (ArrayBuffer.isView(part)) return ownView(part, copied, kept);
    if (Array.isArray(part)) return part.map((each) => visit(each, depth + 1));
    if (Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, visit(each, depth + 1)]));
  };
  return { value: visit(value, 0), copied, kept };
}

function ownView(view: ArrayBufferView, copied: Set<ArrayBuffer>, kept: Set<ArrayBuffer>): ArrayBufferView {
  const { buffer, byteOffset, byteLength } = view;
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) {
    kept.add(buffer);
    return view;
  }
  const own = new Uint8Array(byteLength);
  own.set(new Uint8Array(buffer, byteOffset, byteLength));
  copied.add(own.buffer);
  // A Buffer's constructor takes no buffer, and the structured clone makes a Uint8Array of it anyway.
  if (view instanceof Uint8Array) return own;
  const Kind = view.constructor as new (buffer: ArrayBuffer) => ArrayBufferView;
  return new Kind(own.buffer);
}
