/** The profile of captions: recordings in real time, and where the time of each word goes until it stands. */
import { benchCaptions } from '../captions/bench.js';
import type { WordLag } from '../captions/word-lags.js';
import { frontEndRows } from '../front-end.js';
import { findModels } from '../live/models.js';
import { summarise, type Report } from '../summary.js';
import type { ModeProfileOptions } from './options.js';
import { clipsOf, GAP_MS, programmeMs } from './programme-clips.js';
import { captionTargets } from './targets.js';

/** Consecutive, from the end of a word in the sound. */
const parts = { of: 'word-to-committed', names: ['word-to-shown', 'shown-to-stable', 'stable-to-committed'] };

export async function profileCaptions(options: ModeProfileOptions): Promise<Report> {
  const { config, paths, rounds, version, signal } = options;
  const { settings, preset } = config;
  const { stt } = await findModels(settings, { ...options.fetching, signal, translates: false });
  const clips = clipsOf(paths);
  const { report, details } = await benchCaptions({
    ...{ version, settings, model: stt, clips, gapMs: GAP_MS, isRealTime: true, burners: 0, signal },
    ...{ lengthMs: await programmeMs(clips, rounds), onProgress: options.onProgress },
  });
  const { lags } = details as { readonly lags: readonly WordLag[] };
  const row = (name: string, pick: (lag: WordLag) => number) => summarise(name, 'ms', lags.map(pick));
  return {
    ...report,
    rows: [
      ...(await frontEndRows(paths)),
      row('word-to-shown', ({ shown }) => shown),
      row('shown-to-stable', ({ shown, stable }) => stable - shown),
      row('stable-to-committed', ({ stable, committed }) => committed - stable),
      row('word-to-committed', ({ committed }) => committed),
      report.rows.find(({ name }) => name === 'commit-delay'),
    ].filter((one) => one !== undefined),
    ...{ parts, targets: captionTargets },
    facts: { preset, mode: 'captions', model: report.settings['model'], ...report.facts },
  };
}
