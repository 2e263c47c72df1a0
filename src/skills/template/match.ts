/** The cheapest way through a network for the words that were heard, slips of a recogniser included. */
import { unlikeness, weightOf } from '../language/likeness.js';
import type { Network, Node } from './network.js';

export interface NetworkMatch {
  /** What does not fit; 0 when every word does. A word too many or too few costs its weight. */
  readonly cost: number;
  /** Weight of the template's words that were heard, and half a word for each slot. */
  readonly weight: number;
  /** Slot texts by name. */
  readonly slots: Readonly<Record<string, string>>;
  /** What would have fitted as it stands: the template's words, with the slots as they were heard. */
  readonly text: string;
}

/** The best way so far to be at a node; ways share their tails. */
interface Way {
  readonly cost: number;
  readonly weight: number;
  /** Words taken by slots: a slot takes as few as it can. */
  readonly taken: number;
  /** What this step adds to the text; undefined for a word too many. */
  readonly word: string | undefined;
  /** Of the slot that took the word. */
  readonly slot: number | undefined;
  readonly before: Way | undefined;
}

/** A word may be mended only this far. */
const MOST_UNLIKE = 0.7;

/** Undefined when nothing below `limit` leads through. @param limit cost beyond which nobody wants to know */
export function matchNetwork(network: Network, words: readonly string[], limit: number): NetworkMatch | undefined {
  let ways = new Array<Way | undefined>(network.nodes.length);
  ways[0] = { cost: 0, weight: 0, taken: 0, word: undefined, slot: undefined, before: undefined };
  settle(network.nodes, ways, limit);
  for (const word of words) {
    const next = new Array<Way | undefined>(network.nodes.length);
    for (const [at, way] of ways.entries()) {
      const node = network.nodes[at];
      if (way !== undefined && node !== undefined) takeWord(node, { at, way, word, next, limit });
    }
    settle(network.nodes, next, limit);
    ways = next;
  }
  const best = ways[network.end];
  return best === undefined ? undefined : { cost: best.cost, weight: best.weight, ...readWay(network, best) };
}

interface Step {
  readonly at: number;
  readonly way: Way;
  readonly word: string;
  readonly next: (Way | undefined)[];
  readonly limit: number;
}

function takeWord(node: Node, { at, way, word, next, limit }: Step): void {
  for (const edge of node.words) {
    const unlike = edge.word === word ? 0 : unlikeness(word, edge.word);
    if (unlike <= MOST_UNLIKE) {
      const weight = weightOf(edge.word);
      offer(
        next,
        edge.to,
        { ...way, cost: way.cost + unlike * weight, weight: way.weight + weight, ...step(edge.word, way) },
        limit,
      );
    }
  }
  for (const { slot, to } of node.slots) {
    const goesOn = to === at;
    const weight = way.weight + (goesOn ? 0 : 0.5);
    offer(next, to, { cost: way.cost, weight, taken: way.taken + 1, word, slot, before: way }, limit);
  }
  // One word too many, though not inside the way's slots: they would have taken it.
  offer(next, at, { ...way, cost: way.cost + weightOf(word), ...step(undefined, way) }, limit);
}

/** A step behind `before` that no slot takes. */
function step(word: string | undefined, before: Way): Pick<Way, 'word' | 'slot' | 'before'> {
  return { word, slot: undefined, before };
}

/** Ways that need no word: free edges, and words of the template that were not heard. */
function settle(nodes: readonly Node[], ways: (Way | undefined)[], limit: number): void {
  for (const [at, node] of nodes.entries()) {
    const way = ways[at];
    if (way === undefined) continue;
    for (const to of node.free) offer(ways, to, way, limit);
    for (const { word, to } of node.words) {
      offer(ways, to, { ...way, cost: way.cost + weightOf(word), ...step(word, way) }, limit);
    }
  }
}

function offer(ways: (Way | undefined)[], to: number, way: Way, limit: number): void {
  const other = ways[to];
  if (way.cost > limit || (other !== undefined && !isBetter(way, other))) return;
  ways[to] = way;
}

function isBetter(a: Way, b: Way): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.taken !== b.taken) return a.taken < b.taken;
  return a.weight > b.weight;
}

function readWay(network: Network, end: Way): Pick<NetworkMatch, 'slots' | 'text'> {
  const slots: Record<string, string> = {};
  const words: string[] = [];
  for (let way: Way | undefined = end; way !== undefined; way = way.before) {
    if (way.word === undefined) continue;
    words.unshift(way.word);
    const name = way.slot === undefined ? undefined : network.slots[way.slot]?.name;
    if (name !== undefined) slots[name] = slots[name] === undefined ? way.word : `${way.word} ${slots[name]}`;
  }
  return { slots, text: words.join(' ') };
}
