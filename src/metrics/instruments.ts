/** Every figure that a running Parley keeps: its name, its kind, its unit, and what it means. */

/** A duration is recorded in ms and told in seconds; a ratio and a count are told as they are. */
export interface Instrument {
  readonly kind: 'duration' | 'ratio' | 'counter' | 'gauge';
  /** Of a gauge and a counter: what stands behind its name. */
  readonly unit?: 'bytes' | 'seconds' | 'ratio';
  /** Name of its one label. Values of labels are ours, from short lists: never a word that somebody said. */
  readonly label?: string;
  readonly help: string;
}

const duration = (help: string, label?: string): Instrument => ({
  ...{ kind: 'duration', help },
  ...(label === undefined ? {} : { label }),
});
const counter = (help: string, label?: string, unit?: Instrument['unit']): Instrument => ({
  ...{ kind: 'counter', help },
  ...(label === undefined ? {} : { label }),
  ...(unit === undefined ? {} : { unit }),
});
const gauge = (help: string, label?: string, unit?: Instrument['unit']): Instrument => ({
  ...counter(help, label, unit),
  kind: 'gauge',
});

/** Names have a stage and a noun; `/metrics` tells `vad.frame` as `parley_vad_frame_seconds`. */
export const instruments = {
  'audio.overrun': counter(
    'Sound of the microphone that nobody could take in time, and that is lost.',
    undefined,
    'seconds',
  ),
  'audio.underruns': counter('Times that the loudspeaker ran dry inside a reply.'),
  'audio.gap': counter('Silence heard at those times.', undefined, 'seconds'),

  'vad.frame': duration('From a frame of the microphone to what the voice detector makes of it.'),
  'vad.speech': counter('Times that somebody began to speak.'),

  'stt.first_partial': duration('From the opening of a turn to the first words on it.'),
  'stt.final': duration('From the end of the voice to the final text.'),
  'stt.partials': counter('Partial texts told.'),
  'stt.rtf': { kind: 'ratio', help: "Seconds of the recogniser's work for a second of speech." },
  'whisper.encode': counter('Time in the encoder.', undefined, 'seconds'),
  'whisper.encoder_runs': counter('Runs of the encoder.'),
  'whisper.encoder_saved': counter('Runs of the encoder that a kept encoding made needless.'),
  'whisper.decode': counter('Time in the decoder.', undefined, 'seconds'),
  'whisper.decoder_tokens': counter('Tokens fed to the decoder.'),
  'whisper.mel': counter('Time spent on log-mel frames.', undefined, 'seconds'),
  'lid.looks': counter('Looks at which language a sound is in.'),

  'nlp.match': duration('Finding out what is wanted.'),
  'response.first_token': duration('From what was understood to the first piece of the reply.'),
  'response.reply': duration('From what was understood to the end of the reply.'),
  'response.replies': counter('Replies, by who gave them.', 'source'),
  'response.cache': counter('Looks into the replies given before.', 'result'),
  'tts.first_audio': duration('From the first sentence to its first sound.'),
  'tts.cache': counter('Looks into the sounds made before.', 'result'),

  'pipeline.endpoint': duration('From the end of the voice to the decision that the turn is over.'),
  'pipeline.total': duration('Voice to voice: from the end of the voice to the first sound of the reply.'),
  'pipeline.stage': duration('What each stage added to that.', 'stage'),
  'pipeline.turns': counter('Turns, by how they ended.', 'outcome'),
  'pipeline.aborts': counter('Turns that were ended from outside, by the reason.', 'reason'),
  'pipeline.errors': counter('Turns and calls that failed, by the stage.', 'stage'),
  'pipeline.reopened': counter('Times that somebody went on after their turn was taken.'),
  'pipeline.drafts': counter('Replies begun before a turn was taken, by what became of them.', 'result'),
  'pipeline.draft_gain': duration('Work that a draft had done when its turn was taken.'),
  'pipeline.queue': gauge('What waits, by where.', 'queue'),
  'pipeline.alerts': counter('Alerts raised, by what was wrong.', 'alert'),
  'pipeline.alert': gauge('1 while this is wrong.', 'alert'),

  'caption.committed': counter('Captions committed, by what ended them.', 'end'),
  'caption.retractions': counter('Words taken back that had been promised.'),
  'translation.sentences': counter('Sentences translated, by what did it.', 'source'),
  'dictation.texts': counter('Dictated texts, by where they went.', 'by'),

  'inference.restarts': counter('Times that the inference process had to be started again.'),
  'inference.calls': gauge('Calls under way, by engine.', 'engine'),
  'inference.resident': gauge('1 while an engine is in memory, 0 while it rests.', 'engine'),
  'process.cpu': gauge('Processor time taken, as a share of one core.', 'process', 'ratio'),
  'process.memory': gauge('Resident memory.', 'process', 'bytes'),
  'machine.cpu': gauge("Parley's share of all processor cores.", undefined, 'ratio'),
  'machine.memory': gauge("Share of the machine's memory that is in use, by everybody.", undefined, 'ratio'),
  'process.loop_delay': gauge('How late timers of the main process were lately.', 'quantile', 'seconds'),
  'gpu.load': gauge('Share of time that the graphics processor was busy.', 'gpu', 'ratio'),
  'gpu.memory': gauge('Memory in use on the graphics processor.', 'gpu', 'bytes'),
} as const satisfies Readonly<Record<string, Instrument>>;

export type InstrumentName = keyof typeof instruments;

/** As Prometheus wants it: base units, `_total` behind counters. */
export function exposedName(name: InstrumentName): string {
  const { kind, unit }: Instrument = instruments[name];
  const base = `parley_${name.replaceAll('.', '_')}`;
  if (kind === 'duration') return `${base}_seconds`;
  const withUnit = unit === undefined ? base : `${base}_${unit}`;
  return kind === 'counter' ? `${withUnit}_total` : withUnit;
}
