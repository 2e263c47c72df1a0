/** Rules between keys: each value is fine alone, and together they cannot work. */
import type { Entry, Layer } from './layer.js';

const PIPELINE_RATE_HZ = 16_000;

/** A rule's first key is the one blamed; the others explain. */
interface Rule {
  readonly keys: readonly [string, ...string[]];
  /** Returns what is wanted and why, or undefined when the values agree. */
  check(...values: readonly number[]): string | undefined;
}

const rules: readonly Rule[] = [
  {
    keys: ['turn.longest_pause_ms', 'turn.endpoint_ms'],
    check: (longest = 0, endpoint = 0) =>
      longest < endpoint ? `at least ${endpoint}: the usual wait would be cut short` : undefined,
  },
  {
    keys: ['turn.max_utterance_ms', 'turn.endpoint_ms'],
    check: (longest = 0, endpoint = 0) =>
      longest <= endpoint ? `more than ${endpoint}: the cut would come before any endpoint` : undefined,
  },
  {
    keys: ['turn.max_utterance_ms', 'vad.min_speech_duration_ms'],
    check: (longest = 0, shortest = 0) =>
      longest <= shortest ? `more than ${shortest}: every utterance would be a misfire` : undefined,
  },
  {
    keys: ['audio.input.buffer_seconds', 'vad.padding_duration_ms', 'vad.min_speech_duration_ms'],
    check: (seconds = 0, padding = 0, shortest = 0) =>
      seconds * 1000 < padding + shortest
        ? `at least ${(padding + shortest) / 1000}: the start of speech would be lost before it is known to be speech`
        : undefined,
  },
  {
    keys: ['audio.input.chunk_size', 'turn.endpoint_ms'],
    check: (samples = 0, endpoint = 0) => {
      const most = Math.floor((endpoint * PIPELINE_RATE_HZ) / 1000);
      return samples > most ? `at most ${most}: one frame would be longer than the endpoint's silence` : undefined;
    },
  },
  {
    keys: ['audio.output.lead_ms', 'audio.output.buffer_size', 'audio.output.sample_rate'],
    check: (lead = 0, samples = 0, rateHz = 1) => {
      const oneWriteMs = Math.ceil((samples * 1000) / rateHz);
      return lead < oneWriteMs ? `at least ${oneWriteMs}: the player would run dry between two writes` : undefined;
    },
  },
  {
    keys: ['llm.max_tokens', 'llm.context_tokens'],
    check: (reply = 0, context = 0) =>
      reply > context / 2
        ? `at most ${Math.floor(context / 2)}: the prompt and the history need the other half of the context`
        : undefined,
  },
];

export interface Conflict {
  readonly line: string;
  /** The entries that disagree, the blamed one first. */
  readonly entries: readonly Entry[];
}

/** Every rule that the merged entries break; a rule with a refused or missing value is left out. */
export function findConflicts(entries: Layer): Conflict[] {
  return rules.flatMap((rule) => {
    const involved = rule.keys.map((key) => entries.get(key));
    const known = involved.filter((entry): entry is Entry => typeof entry?.value === 'number');
    const [blamed, ...others] = known;
    if (blamed === undefined || known.length < rule.keys.length) return [];
    const wanted = rule.check(...known.map((entry) => entry.value as number));
    if (wanted === undefined) return [];
    const partners = others.map((entry, index) => `${rule.keys[index + 1] ?? ''} ${String(entry.value)} (${entry.at})`);
    const text = `${rule.keys[0]}: does not fit ${partners.join(' and ')}, got ${String(blamed.value)}, wanted ${wanted}`;
    return [{ line: `${blamed.at} ${text}`, entries: known }];
  });
}
