/** Disturbed replies as rows and facts. */
import { toUnits } from '../wer/english.js';
import { summarise, type Row } from '../summary.js';
import type { BargeFigures } from './barge-scene.js';

/** A reply went on where it was when it is no more than a millisecond off. */
const SAME_SAMPLES = 22;

export function bargeRows(figures: readonly BargeFigures[]): Row[] {
  const kinds = ['command', 'backchannel', 'noise'] as const;
  return kinds
    .flatMap((kind) => {
      const sounds = figures
        .filter((one) => one.kind === kind)
        .flatMap(({ sound }) => (sound === undefined ? [] : [sound]));
      const values = (of: (sound: (typeof sounds)[number]) => number | undefined): number[] =>
        sounds.map(of).filter((value) => value !== undefined);
      return [
        summarise(
          `duck.${kind}`,
          'ms',
          values(({ duckMs }) => duckMs),
        ),
        summarise(
          `silence.${kind}`,
          'ms',
          values(({ silenceMs }) => silenceMs),
        ),
      ];
    })
    .filter((row) => row !== undefined);
}

export function bargeFacts(all: readonly BargeFigures[]): Record<string, unknown> {
  const valid = all.filter(({ isValid }) => isValid);
  const commands = valid.filter(({ kind }) => kind === 'command');
  const others = valid.filter(({ kind }) => kind !== 'command');
  const stopped = valid.filter(({ isStopped, isTakenBack }) => isStopped && !isTakenBack);
  const words = stopped.reduce((sum, { heard }) => sum + toUnits(heard, 'en').length, 0);
  const errors = stopped.reduce((sum, { wordErrors }) => sum + wordErrors, 0);
  const wentOn = others.filter(({ sound }) => sound?.wentOn === true);
  return {
    ...{ turns: all.length, invalid: all.length - valid.length, commands: commands.length },
    'commands.stopped': commands.filter(({ isStopped }) => isStopped).length,
    'commands.reopened': commands.filter(({ isTakenBack }) => isTakenBack).length,
    'commands.understood': commands.filter(({ transcript }) => transcript !== '').length,
    ...{ others: others.length, resumed: wentOn.length },
    'resumed.sameSample': wentOn.filter(({ sound }) => Math.abs(sound?.jumpSamples ?? 0) <= SAME_SAMPLES).length,
    'resumed.withoutSilence': wentOn.filter(({ sound }) => sound?.silenceMs === undefined).length,
    falseInterruptions: others.filter(({ isStopped }) => isStopped).length,
    'history.words': words,
    'history.wordErrors': errors,
    'history.differenceP50': middle(stopped.map(wordDifference)),
    troubles: valid
      .filter(({ kind, isStopped, sound }) => (kind === 'command' ? !isStopped : isStopped || sound?.wentOn !== true))
      .map(({ name, kind, isStopped, transcript, sound }) => ({
        ...{ name, kind, stopped: isStopped, transcript, silenceMs: sound?.silenceMs ?? '–' },
      })),
    history: stopped.map(({ name, heard, sounded }) => ({
      name,
      heard: heard.slice(-60),
      sounded: sounded.slice(-60),
    })),
  };
}

/** Words in the history more than the loudspeaker played. */
function wordDifference({ heard, sounded }: BargeFigures): number {
  return toUnits(heard, 'en').length - toUnits(sounded, 'en').length;
}

function middle(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
