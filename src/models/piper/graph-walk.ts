/** Questions about an ONNX graph's wiring: who makes a tensor, what lies before it, what lies after it. */
import type { Graph, Node } from '../onnx/proto.js';

export class GraphWalk {
  readonly graph: Graph;
  readonly #makers = new Map<string, Node>();
  readonly #initializers: ReadonlySet<string>;
  readonly #inputs: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.graph = graph;
    this.#initializers = new Set((graph.initializer ?? []).map((tensor) => tensor.name ?? ''));
    this.#inputs = new Set((graph.input ?? []).map((input) => input.name));
    for (const node of graph.node ?? []) for (const name of node.output ?? []) this.#makers.set(name, node);
  }

  /** The node whose output `tensor` is; undefined for weights and for inputs of the graph. */
  maker(tensor: string): Node | undefined {
    return this.#makers.get(tensor);
  }

  isWeight(tensor: string): boolean {
    return this.#initializers.has(tensor);
  }

  /** True for what is made from weights alone, without noise: cheaper to make again than to hand over. */
  isConstant(tensor: string): boolean {
    const depends = (node: Node): boolean =>
      node.opType.startsWith('Random') || this.reads(node).some((name) => this.#inputs.has(name));
    return !this.#inputs.has(tensor) && !this.before([tensor]).some(depends);
  }

  /** The tensors a node reads, those that its inner graphs take from outside included. */
  reads(node: Node): string[] {
    const inner = (node.attribute ?? []).flatMap((attribute) =>
      (attribute.g?.node ?? []).flatMap((child) => this.reads(child)),
    );
    return [...(node.input ?? []), ...inner].filter((name) => name !== '');
  }

  /** Every node that `tensors` depend on, in the graph's own order; `stop` names tensors that are not looked behind. */
  before(tensors: readonly string[], stop: ReadonlySet<string> = new Set()): Node[] {
    const found = new Set<Node>();
    const open = [...tensors];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const node = stop.has(name) ? undefined : this.maker(name);
      if (node === undefined || found.has(node)) continue;
      found.add(node);
      open.push(...this.reads(node));
    }
    return (this.graph.node ?? []).filter((node) => found.has(node));
  }

  /** Every tensor that changes when `tensor` does, itself included. */
  after(tensor: string): ReadonlySet<string> {
    const reached = new Set([tensor]);
    // Nodes of an ONNX graph are sorted, so one pass sees every reader after its maker.
    for (const node of this.graph.node ?? []) {
      if (this.reads(node).some((name) => reached.has(name))) for (const name of node.output ?? []) reached.add(name);
    }
    return reached;
  }
}

/** A whole-number list attribute, e.g. `kernel_shape`; empty when the node has none. */
export function attributeInts(node: Node, name: string): number[] {
  return (node.attribute?.find((attribute) => attribute.name === name)?.ints ?? []).map(Number);
}
