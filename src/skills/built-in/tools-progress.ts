/** What is said while something outside takes its time. */
import type { Clock } from '../../pipeline/stage.js';
import type { SkillContext } from '../context.js';
import type { SkillReply } from '../skill.js';

/** What is quicker needs no words. */
const FIRST_MS = 700;
/** Behind the first line. */
const SECOND_MS = 5300;

const FIRST_LINES = ['One moment.', 'Just a moment.', 'Let me see.', 'Hold on.'] as const;
const SECOND_LINES = ['This takes a little longer.', 'Still waiting for the answer.', 'Almost there, I hope.'] as const;

/** The answer when it is there; a line before it after 0.7 s, and another one after 6 s. */
export async function* withProgress(
  work: Promise<SkillReply>,
  context: Pick<SkillContext, 'vary'>,
  clock: Clock,
): AsyncGenerator<SkillReply> {
  yield yield* patiently(work, context, clock);
}

/** The same for what is no answer yet: gives it back. */
export async function* patiently<T>(
  work: Promise<T>,
  { vary }: Pick<SkillContext, 'vary'>,
  clock: Clock,
): AsyncGenerator<SkillReply, T> {
  const waiting = new AbortController();
  const done = (): void => {
    waiting.abort(new Error('it is there'));
  };
  // The failure itself is thrown below; here it only ends the waiting.
  work.then(done, done);
  for (const [ms, lines] of [
    [FIRST_MS, FIRST_LINES],
    [SECOND_MS, SECOND_LINES],
  ] as const) {
    const isSlow = await clock.sleep(ms, waiting.signal).then(
      () => true,
      () => false,
    );
    if (!isSlow) break;
    yield vary([...lines]);
  }
  return await work;
}
