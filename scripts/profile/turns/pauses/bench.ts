/** `bench turns --pauses` as a report: one line for each policy. */
import { chooseModels } from '../../../../src/assistant/models.js';
import type { LoadedConfig } from '../../../../src/config/load.js';
import { isUnderstood } from '../../../../src/stages/nlp/nlp.js';
import { createUnderstanding } from '../../../../src/stages/nlp/understanding.js';
import { builtInSkills } from '../../../../src/skills/built-in/index.js';
import type { Clip } from '../../stt/clips.js';
import { describeMachine, type Report } from '../../summary.js';
import { openSide, type SideParts } from '../side.js';
import { measurePauses, pausesRecords, type PausesReport } from './measure.js';
import { speakPhrase } from './voice.js';

export interface PausesBenchOptions extends SideParts {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly clips: readonly Clip[];
  readonly onProgress: (line: string) => void;
}

export interface PausesBench {
  readonly report: Report;
  readonly details: PausesReport;
}

/** What the assistant is called. */
const names = ['parley'];

/** @throws Error of one line where the settings name no turn model, or it cannot be had */
export async function benchPauses(options: PausesBenchOptions): Promise<PausesBench> {
  const { config, clips, store, signal, onFetch, onNotice, onProgress } = options;
  const { settings, preset } = config;
  const { models } = await chooseModels(settings, ['stt', 'turn'], { store, signal, onEvent: onFetch, onNotice });
  const [stt, turnModel] = [models.get('stt'), models.get('turn')?.files[0]];
  if (stt === undefined || turnModel === undefined) {
    throw new Error(
      '--pauses compares with the turn model, and the settings have none: set turn.model and turn.detection',
    );
  }
  const understanding = createUnderstanding({ names, skills: builtInSkills });
  const side = await openSide({ name: '', config, engines: ['tts'] }, options);
  try {
    const details = await measurePauses(clips, {
      ...{ settings, turnModel, signal, onProgress, names, recognizers: { [stt.ref]: stt.folder } },
      understands: (text) => isUnderstood(understanding, text, { language: 'en', now: new Date(), timeZone: 'UTC' }),
      speak: (text) => speakPhrase(side.assistant, text, signal),
    });
    const head = { bench: 'turns', version: options.version, machine: describeMachine() };
    const facts = { silences: details.evidence.length, policies: pausesRecords(details.scores) };
    return { report: { ...head, settings: { preset, part: 'pauses' }, rows: [], facts }, details };
  } finally {
    await side.assistant.close();
  }
}
