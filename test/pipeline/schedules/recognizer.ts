/** A recogniser that hears words where they lie, and tells them as its script says. */
import type { FinalTranscript, Transcript, UtteranceEvent } from '../../../src/pipeline/messages.js';
import type { Call } from './call.js';
import type { Ears } from './ears.js';
import type { SttScript } from './script.js';
import type { StepClock } from '../../../scripts/profile/step-clock.js';

export interface Recognition {
  readonly script: SttScript;
  readonly ears: Ears;
  readonly call: Call;
  readonly clock: StepClock;
}

interface Due {
  readonly atMs: number;
  readonly transcript: Transcript | 'end';
}

/** Frames between two partials. */
const PARTIAL_FRAMES = 4;

export async function* recognize(input: AsyncIterable<UtteranceEvent>, run: Recognition): AsyncGenerator<Transcript> {
  const { script, call, clock } = run;
  const queue: Due[] = [];
  let wake = (): void => undefined;
  const put = (transcript: Due['transcript']): void => {
    queue.push({ atMs: clock.now() + script.lagMs, transcript });
    wake();
  };
  void listen(input, run, put).then(
    () => {
      put('end');
    },
    () => undefined,
  );
  try {
    while (true) {
      const next = queue.shift();
      if (next === undefined) {
        await call.until(
          new Promise<void>((resolve) => {
            wake = resolve;
          }),
        );
        continue;
      }
      await call.sleep(Math.max(0, next.atMs - clock.now()));
      if (next.transcript === 'end') return;
      if (next.transcript.kind === 'partial') yield next.transcript;
      else yield* finals(next.transcript, run);
      if (next.transcript.kind === 'final' && script.final === 'ends') return;
    }
  } finally {
    call.close();
  }
}

async function* finals(final: FinalTranscript, { script, call, ears }: Recognition): AsyncGenerator<Transcript> {
  if (script.final === 'never') return call.hang();
  if (script.final === 'throw') throw new Error('no words');
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- an engine may throw anything
  if (script.final === 'throw-string') throw 'no words, and no error either';
  const said = script.final === 'empty' ? { ...final, text: '' } : final;
  ears.finals.push(said.text);
  yield said;
  if (script.final === 'twice') yield said;
}

async function listen(
  input: AsyncIterable<UtteranceEvent>,
  { script, ears }: Recognition,
  put: (transcript: Transcript) => void,
): Promise<void> {
  let frames = 0;
  let revision = 0;
  const tell = (atPause: boolean): void => {
    if (script.partials === 'none') return;
    revision += 1;
    const text = misread(ears.text(), { script, revision, atPause });
    const stable = script.partials === 'steady' ? text : '';
    put({ kind: 'partial', revision, text, stable, language: 'en', atPause, heardMs: ears.end - ears.start });
  };
  let answeredUpTo = -1;
  const final = (): void => {
    answeredUpTo = ears.end;
    put({ kind: 'final', text: ears.text(), language: 'en', words: [] });
  };
  for await (const event of input) {
    if (event.kind === 'audio') {
      ears.hear(event.frame);
      frames += 1;
      if (frames % PARTIAL_FRAMES === 0) tell(false);
      if (script.final === 'unasked' && frames === 2 * PARTIAL_FRAMES) final();
    } else if (event.kind === 'pause') {
      ears.pause();
      tell(true);
    } else if (event.kind === 'commit') {
      ears.commits.push(ears.end);
      final();
    }
  }
  if (answeredUpTo < ears.end) final();
}

/** What a partial makes of the words. */
function misread(
  text: string,
  { script, revision, atPause }: { script: SttScript; revision: number; atPause: boolean },
): string {
  const words = text.split(' ');
  if (script.partials === 'rewritten' && revision % 2 === 0) return [...words.slice(0, -1), 'bogus'].join(' ');
  // At a pause a recogniser promises all of the words: one that leaves out the last is at fault, and they are lost.
  if (script.partials === 'stale' && !atPause) return words.slice(0, -1).join(' ');
  return text;
}
