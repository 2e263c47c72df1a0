/** ONNX model files as plain objects: the protobuf messages of the ONNX IR, read and written with protobufjs. */
import protobuf from 'protobufjs';

/** Element types of `TensorProto.data_type`. Source: the ONNX IR specification. */
export const DataType = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  INT32: 6,
  INT64: 7,
  BOOL: 9,
  FLOAT16: 10,
} as const;

/** Kinds of `AttributeProto`. Source: the ONNX IR specification. */
export const AttributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
} as const;

export interface Tensor {
  dims?: (number | protobuf.Long)[];
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: (number | protobuf.Long)[];
  name?: string;
  rawData?: Uint8Array;
}

export interface Attribute {
  name: string;
  type: number;
  f?: number;
  i?: number | protobuf.Long;
  s?: Uint8Array;
  t?: Tensor;
  g?: Graph;
  floats?: number[];
  ints?: (number | protobuf.Long)[];
  strings?: Uint8Array[];
}

export interface Node {
  input?: string[];
  output?: string[];
  name?: string;
  opType: string;
  domain?: string;
  attribute?: Attribute[];
}

interface Dimension {
  dimValue?: number | protobuf.Long;
  dimParam?: string;
}

export interface ValueInfo {
  name: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: Dimension[] } } };
}

export interface Graph {
  node?: Node[];
  name?: string;
  initializer?: Tensor[];
  input?: ValueInfo[];
  output?: ValueInfo[];
  valueInfo?: ValueInfo[];
}

export interface Model {
  irVersion?: number | protobuf.Long;
  producerName?: string;
  graph: Graph;
  opsetImport?: { domain?: string; version?: number | protobuf.Long }[];
}

type Field = readonly [name: string, type: string, id: number, rule?: 'repeated' | 'packed'];

/** Field numbers of the messages that inference graphs use. Source: onnx.proto of the ONNX project, IR version 8. */
const messages: Readonly<Record<string, readonly Field[]>> = {
  Model: [
    ['irVersion', 'int64', 1],
    ['producerName', 'string', 2],
    ['graph', 'Graph', 7],
    ['opsetImport', 'OperatorSet', 8, 'repeated'],
  ],
  OperatorSet: [
    ['domain', 'string', 1],
    ['version', 'int64', 2],
  ],
  Graph: [
    ['node', 'Node', 1, 'repeated'],
    ['name', 'string', 2],
    ['initializer', 'Tensor', 5, 'repeated'],
    ['input', 'ValueInfo', 11, 'repeated'],
    ['output', 'ValueInfo', 12, 'repeated'],
    ['valueInfo', 'ValueInfo', 13, 'repeated'],
  ],
  Node: [
    ['input', 'string', 1, 'repeated'],
    ['output', 'string', 2, 'repeated'],
    ['name', 'string', 3],
    ['opType', 'string', 4],
    ['attribute', 'Attribute', 5, 'repeated'],
    ['domain', 'string', 7],
  ],
  Attribute: [
    ['name', 'string', 1],
    ['f', 'float', 2],
    ['i', 'int64', 3],
    ['s', 'bytes', 4],
    ['t', 'Tensor', 5],
    ['g', 'Graph', 6],
    ['floats', 'float', 7, 'packed'],
    ['ints', 'int64', 8, 'packed'],
    ['strings', 'bytes', 9, 'repeated'],
    ['type', 'int32', 20],
  ],
  Tensor: [
    ['dims', 'int64', 1, 'packed'],
    ['dataType', 'int32', 2],
    ['floatData', 'float', 4, 'packed'],
    ['int32Data', 'int32', 5, 'packed'],
    ['int64Data', 'int64', 7, 'packed'],
    ['name', 'string', 8],
    ['rawData', 'bytes', 9],
  ],
  ValueInfo: [
    ['name', 'string', 1],
    ['type', 'Type', 2],
  ],
  Type: [['tensorType', 'TensorType', 1]],
  TensorType: [
    ['elemType', 'int32', 1],
    ['shape', 'Shape', 2],
  ],
  Shape: [['dim', 'Dimension', 1, 'repeated']],
  Dimension: [
    ['dimValue', 'int64', 1],
    ['dimParam', 'string', 2],
  ],
};

const modelType = buildTypes();

function buildTypes(): protobuf.Type {
  const root = new protobuf.Root();
  for (const [name, fields] of Object.entries(messages)) {
    const type = new protobuf.Type(name);
    for (const [field, fieldType, id, rule] of fields) {
      const options = rule === 'packed' ? { packed: true } : undefined;
      type.add(
        new protobuf.Field(field, id, fieldType, rule === undefined ? undefined : 'repeated', undefined, options),
      );
    }
    root.add(type);
  }
  return root.lookupType('Model');
}

/** Parses an ONNX file. Throws when the bytes are not a protobuf message with a graph. */
export function readModel(bytes: Uint8Array): Model {
  const model = modelType.decode(bytes) as unknown as Partial<Model>;
  if (model.graph?.node === undefined || model.graph.node.length === 0)
    throw new Error('not an ONNX model: no graph in it');
  return { ...model, graph: model.graph };
}

/** The bytes of an ONNX file. */
export function writeModel(model: Model): Uint8Array {
  return modelType.encode(modelType.create(model)).finish();
}
