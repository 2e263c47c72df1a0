/** A template as a network of words: nodes in order, each edge taken by one word, by a slot's word, or by none. */
import type { Part } from './parse.js';

export interface WordEdge {
  readonly word: string;
  readonly to: number;
}

export interface SlotEdge {
  /** Index into `slots`. */
  readonly slot: number;
  readonly to: number;
}

export interface Node {
  readonly words: WordEdge[];
  readonly slots: SlotEdge[];
  /** Where one may be without a word; always a higher node. */
  readonly free: number[];
}

export interface Network {
  readonly nodes: readonly Node[];
  readonly end: number;
  readonly slots: readonly { readonly name: string; readonly type: string }[];
}

/** Nodes are numbered so that every edge leads forward, but that of a slot which takes another word. */
export function buildNetwork(part: Part): Network {
  const nodes: Node[] = [];
  const slots: { name: string; type: string }[] = [];
  const newNode = (): number => nodes.push({ words: [], slots: [], free: [] }) - 1;
  const build = (piece: Part, from: number): number => {
    switch (piece.kind) {
      case 'word': {
        const to = newNode();
        nodes[from]?.words.push({ word: piece.word, to });
        return to;
      }
      case 'slot': {
        const slot = slots.push({ name: piece.name, type: piece.type }) - 1;
        const to = newNode();
        nodes[from]?.slots.push({ slot, to });
        if (piece.type === 'words') nodes[to]?.slots.push({ slot, to });
        // What follows must not begin with another word of the slot.
        const next = newNode();
        nodes[to]?.free.push(next);
        return next;
      }
      case 'sequence':
        return piece.parts.reduce((at, inner) => build(inner, at), from);
      case 'choice': {
        const ends = piece.options.map((option) => build(option, from));
        const to = newNode();
        for (const end of ends) nodes[end]?.free.push(to);
        return to;
      }
    }
  };
  const end = build(part, newNode());
  return { nodes, end, slots };
}
