/** Who gives way to whom: engines to the rest of the machine, but not the one that is heard. */
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { isPerThread, niceness } from '../../../src/models/host/priority.js';
import { never, readAll, spec, startHost } from './fixture.js';

interface Told {
  readonly own: number;
  readonly main: number;
  readonly all: readonly number[];
}

describe.skipIf(!isPerThread)('niceness of the engines', () => {
  it('is theirs alone; an urgent one and the messages between them keep the program’s', async () => {
    const nice = Math.min(19, getPriority() + 7);
    const { host } = startHost({
      engines: {
        calm: spec('thread'),
        quick: { ...spec('thread'), manner: 'urgent' },
        last: { ...spec('thread'), manner: 'patient' },
      },
      nice,
    });
    const ask = async (name: string): Promise<Told> =>
      (await readAll(host.engine(name).call('nice', {}, { signal: never })))[0] as Told;
    const [calm, quick, last] = [await ask('calm'), await ask('quick'), await ask('last')];
    expect(calm).toMatchObject({ own: nice, main: getPriority() });
    expect(quick).toMatchObject({ own: getPriority(), main: getPriority() });
    expect(last).toMatchObject({ own: niceness('patient', nice), main: getPriority() });
    expect(last.own).toBeGreaterThan(nice);
    // The calm engine, and the four threads of Node's pool, on which language models work.
    expect(quick.all.filter((value) => value === nice).length).toBeGreaterThanOrEqual(5);
  });
});
