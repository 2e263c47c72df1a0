/** `bench tts`: one report for one voice. */
import { describeMachine, type Report } from '../summary.js';
import { planVoice } from './assistant-way.js';
import { compareWithWhole, play, read, useCache } from './checks.js';
import { parts, type Bench, type Found, type Part, type TtsBenchOptions } from './part.js';
import { measureSounds } from './sounds.js';
import { openHere, type Voice } from './voice.js';

export interface TtsBench {
  readonly report: Report;
  /** For each part, what its figures come from. */
  readonly details: Readonly<Partial<Record<Part, unknown>>>;
}

export async function benchTts(options: TtsBenchOptions): Promise<TtsBench> {
  const plan = await planVoice(options.config, ['tts'], options.fetch);
  const voice = await openHere(plan.tts, options.fetch.signal);
  try {
    const found: [Part, Found][] = [];
    for (const part of parts) {
      if (options.parts.includes(part)) found.push([part, await measure(part, { plan, voice }, options)]);
    }
    const head = { bench: 'tts', version: options.version, machine: describeMachine() };
    const rows = found.flatMap(([, { rows: list }]) => list);
    const facts = Object.fromEntries(found.flatMap(([, part]) => Object.entries(part.facts)));
    return {
      report: { ...head, settings: describeSettings(voice, options), rows, facts },
      details: Object.fromEntries(found.map(([part, { details }]) => [part, details])),
    };
  } finally {
    await voice.close();
  }
}

function measure(part: Part, bench: Bench, options: TtsBenchOptions): Promise<Found> {
  switch (part) {
    case 'sounds':
      return measureSounds(bench, options);
    case 'snr':
      return compareWithWhole(bench, options);
    case 'cache':
      return useCache(bench, options);
    case 'intelligibility':
      return read(bench, options);
    case 'gaps':
      return play(options);
  }
}

function describeSettings({ info }: Voice, options: TtsBenchOptions): Record<string, unknown> {
  const { settings } = options.config;
  return {
    ...{ engine: info.engine, voice: info.voice, threads: info.threads, provider: info.provider },
    ...(info.engine === 'piper' ? { computeType: settings.tts.compute_type, streaming: settings.tts.streaming } : {}),
    parts: options.parts.join(' '),
    ...(info.notes.length === 0 ? {} : { notes: info.notes.join('; ') }),
    ...(options.parts.includes('gaps')
      ? {
          nice: settings.inference.nice,
          leadMs: settings.audio.output.lead_ms,
          ahead: settings.pipeline.processing.max_workers,
        }
      : {}),
  };
}
