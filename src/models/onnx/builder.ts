/** Writes an ONNX graph node by node: names its values, collects its weights, and renders the file's bytes. */
import { AttributeType, DataType, writeModel, type Attribute, type Graph, type Node, type ValueInfo } from './proto.js';

/** ONNX attributes are int, float or string; integers are the rule, so a float says so. */
export type AttributeValue = number | { readonly float: number } | readonly number[] | string;

/** Domain of the fused and quantised operators of ONNX Runtime. */
export const MICROSOFT = 'com.microsoft';

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly domain?: string;
  /** Names of the outputs; invented where absent. */
  readonly outputs?: readonly string[];
  /** How many outputs to invent. Default 1. */
  readonly outputCount?: number;
}

const OPSET = 20;
const MICROSOFT_OPSET = 1;
const IR_VERSION = 9;

export class GraphBuilder {
  readonly #name: string;
  readonly #nodes: Node[] = [];
  readonly #inputs: ValueInfo[] = [];
  readonly #outputs: ValueInfo[] = [];
  readonly #weights = new Map<string, NonNullable<Graph['initializer']>[number]>();
  #counter = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Declares a graph input. A string dimension is free. Returns `name`. */
  input(name: string, dataType: number, dims: readonly (number | string)[]): string {
    this.#inputs.push(describe(name, dataType, dims));
    return name;
  }

  /** Declares that the value `name` leaves the graph. */
  output(name: string, dataType: number, dims: readonly (number | string)[]): void {
    this.#outputs.push(describe(name, dataType, dims));
  }

  /** Adds a constant of any element type from its little-endian bytes. Returns `name`; adding a name twice is a fault. */
  constant(name: string, dataType: number, dims: readonly number[], bytes: ArrayBufferView): string {
    if (this.#weights.has(name)) throw new Error(`onnx graph ${this.#name}: constant ${name} added twice`);
    const rawData = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#weights.set(name, { name, dataType, dims: [...dims], rawData });
    return name;
  }

  /** Adds a float32 constant. */
  floats(name: string, dims: readonly number[], values: Float32Array): string {
    return this.constant(name, DataType.FLOAT, dims, values);
  }

  /** A small int64 vector, e.g. a shape; equal vectors share one constant. */
  shape(...values: readonly number[]): string {
    const name = `shape:${values.join(',')}`;
    if (!this.#weights.has(name)) {
      this.constant(name, DataType.INT64, [values.length], BigInt64Array.from(values, BigInt));
    }
    return name;
  }

  /** Adds a node with one output and returns that output's name. */
  node(opType: string, inputs: readonly string[], options: NodeOptions = {}): string {
    return this.nodes(opType, inputs, options)[0] ?? '';
  }

  /** Adds a node and returns the names of all its outputs. */
  nodes(opType: string, inputs: readonly string[], options: NodeOptions = {}): string[] {
    const id = this.#counter++;
    const output =
      options.outputs?.slice() ?? Array.from({ length: options.outputCount ?? 1 }, (_, i) => `${opType}_${id}:${i}`);
    this.#nodes.push({
      name: `${opType}_${id}`,
      opType,
      input: [...inputs],
      output,
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      attribute: Object.entries(options.attributes ?? {}).map(([name, value]) => encodeAttribute(name, value)),
    });
    return output;
  }

  /** The bytes of the ONNX file. */
  build(): Uint8Array {
    return writeModel({
      irVersion: IR_VERSION,
      producerName: 'parley',
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: MICROSOFT, version: MICROSOFT_OPSET },
      ],
      graph: {
        name: this.#name,
        node: this.#nodes,
        input: this.#inputs,
        output: this.#outputs,
        initializer: [...this.#weights.values()],
      },
    });
  }
}

function describe(name: string, elemType: number, dims: readonly (number | string)[]): ValueInfo {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function encodeAttribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}
