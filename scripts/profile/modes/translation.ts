/** The profile of live translation: recordings in real time, and where the time goes from a word to its translation. */
import { frontEndRows } from '../front-end.js';
import { findModels } from '../live/models.js';
import { summarise, type Report } from '../summary.js';
import { benchTranslation } from '../translation/bench.js';
import type { Shown } from '../translation/record.js';
import type { ModeProfileOptions } from './options.js';
import { clipsOf, GAP_MS, programmeMs } from './programme-clips.js';
import { translationTargets } from './targets.js';

/** Consecutive, from the end of a word in the sound. */
const parts = { of: 'word-to-translation', names: ['word-to-caption', 'caption-to-translation'] };

export async function profileTranslation(options: ModeProfileOptions): Promise<Report> {
  const { config, paths, rounds, version, signal, onProgress } = options;
  const { settings, preset } = config;
  const models = await findModels(settings, { ...options.fetching, signal, translates: true });
  const clips = clipsOf(paths);
  const { report, details } = await benchTranslation({
    ...{ version, settings, models, clips, gapMs: GAP_MS, isRealTime: true, withTexts: false, signal, onProgress },
    lengthMs: await programmeMs(clips, rounds),
  });
  const words = translatedWords((details as { readonly shown: readonly Shown[] }).shown);
  const row = (name: string, pick: (word: TranslatedWord) => number) => summarise(name, 'ms', words.map(pick));
  return {
    ...report,
    rows: [
      ...(await frontEndRows(paths)),
      row('word-to-caption', ({ saidMs, committedMs }) => committedMs - saidMs),
      row('caption-to-translation', ({ committedMs, shownMs }) => shownMs - committedMs),
      row('word-to-translation', ({ saidMs, shownMs }) => shownMs - saidMs),
      report.rows.find(({ name }) => name === 'translate'),
    ].filter((one) => one !== undefined),
    ...{ parts, targets: translationTargets },
    facts: { preset, mode: 'translation', model: report.settings['model'], ...report.facts },
  };
}

/** On the line of time of the sound. */
interface TranslatedWord {
  readonly saidMs: number;
  /** Its caption stood. */
  readonly committedMs: number;
  /** And its translation was there to read. */
  readonly shownMs: number;
}

function translatedWords(shown: readonly Shown[]): TranslatedWord[] {
  return shown.flatMap(({ caption, committedMs, outcome }) =>
    outcome?.text === undefined
      ? []
      : caption.words.map(({ endMs }) => ({ saidMs: endMs, committedMs, shownMs: outcome.atMs })),
  );
}
