import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Segment } from '../../src/assistant/transcriber.js';
import { hasFfmpeg } from '../../src/audio/ffmpeg.js';
import { UsageError } from '../../src/cli/run.js';
import { describeProgress } from '../../src/cli/transcribe-meter.js';
import { CueStream, type Cue } from '../../src/server/subtitles/cue.js';
import { formatOfName, formats, type FormatName } from '../../src/cli/transcripts/format.js';
import { OutputError, planTargets, TargetFile } from '../../src/cli/transcripts/target.js';
import { shortTime } from '../../src/cli/transcripts/time.js';
import { clockTime } from '../../src/server/subtitles/time.js';
import { unitsOf, widthOf } from '../../src/server/subtitles/unit.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-transcripts-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Said = Extract<Segment, { kind: 'segment' }>;

/** Words of 300 ms each with 50 ms between them; `pauses` lengthens the silence before a word. */
function say(text: string, options: { startMs?: number; pauses?: Record<number, number>; space?: string } = {}): Said {
  const { startMs = 0, pauses = {}, space = ' ' } = options;
  let at = startMs;
  const words = text.split(' ').map((word, i) => {
    at += pauses[i] ?? 0;
    const spoken = { text: word, startMs: at, endMs: at + 300 };
    at += 350;
    return spoken;
  });
  const shown = words.map((word) => word.text).join(space);
  return { kind: 'segment', startMs, endMs: at, text: shown, language: 'en', words };
}

function cuesOf(segments: readonly Said[]): Cue[] {
  const stream = new CueStream();
  return [...segments.flatMap((segment) => stream.push(segment)), ...stream.finish()];
}

function linesOf({ lines }: Cue): string[] {
  return lines.map((line) => line.map((unit, i) => (i === 0 ? '' : unit.space) + unit.text).join(''));
}

function write(name: FormatName, segments: readonly Segment[], words = false, shared = false): string {
  const writer = formats[name].open({ file: 'in/talk.mp3', shared, words });
  return segments.map((segment) => writer.push(segment)).join('') + writer.finish();
}

const speech = say(
  'Parting is such sweet sorrow. I shall say good night till it be tomorrow, and then we shall meet again at the old bridge by the river. Fine!',
);

describe('cues', () => {
  it('part at sentence ends, then at commas', () => {
    expect(cuesOf([speech]).map(linesOf)).toEqual([
      ['Parting is such sweet sorrow.'],
      ['I shall say good night', 'till it be tomorrow,'],
      ['and then we shall meet again at', 'the old bridge by the river. Fine!'],
    ]);
  });

  it('part at a long silence', () => {
    const [first, second] = cuesOf([say('so it was and then it was no more', { pauses: { 3: 2000 } })]);
    expect(first && linesOf(first)).toEqual(['so it was']);
    expect(second?.startMs).toBe(3 * 350 + 2000);
  });

  it('stay for a second where there is room, and never over the next one', () => {
    const cues = cuesOf([say('Yes.'), say('No.', { startMs: 600 }), say('Perhaps.', { startMs: 9000 })]);
    expect(cues.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 600],
      [600, 1600],
      [9000, 10_000],
    ]);
  });

  it('keep scripts without spaces together, with fewer characters in a line', () => {
    const text = Array.from({ length: 40 }, () => '今日').join(' ');
    const cues = cuesOf([say(text, { space: '' })]);
    expect(cues.flatMap(linesOf).join('')).toBe('今日'.repeat(40));
    for (const line of cues.flatMap(linesOf)) expect(line.length).toBeLessThanOrEqual(18);
  });

  it('hold every rule for any words', () => {
    const word = fc.tuple(
      fc.stringMatching(/^[a-zé今]{1,60}[.,?]?$/u),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 1500 }),
    );
    const segments = fc
      .array(fc.array(word, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 })
      .map((all) => {
        let at = 0;
        return all.map((list): Said => {
          const words = list.map(([text, pauseMs, lengthMs]) => {
            const startMs = at + pauseMs;
            at = startMs + lengthMs;
            return { text, startMs, endMs: at };
          });
          const text = list.map(([written]) => written).join(' ');
          return { kind: 'segment', startMs: 0, endMs: at, text, language: 'en', words };
        });
      });
    fc.assert(
      fc.property(segments, (all) => {
        const cues = cuesOf(all);
        const heard = cues.flatMap(linesOf).join('').replaceAll(' ', '');
        expect(heard).toBe(
          all
            .map(({ text }) => text)
            .join('')
            .replaceAll(' ', ''),
        );
        let lastMs = 0;
        for (const cue of cues) {
          expect(cue.startMs).toBeGreaterThanOrEqual(lastMs);
          expect(cue.endMs).toBeGreaterThan(cue.startMs);
          expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(7000);
          expect(cue.lines.length).toBeLessThanOrEqual(2);
          for (const line of linesOf(cue)) expect(widthOf(line)).toBeLessThanOrEqual(42);
          lastMs = cue.endMs;
        }
        for (const [i, cue] of cues.entries()) {
          const room = (cues[i + 1]?.startMs ?? Infinity) - cue.startMs;
          expect(cue.endMs - cue.startMs).toBeGreaterThanOrEqual(Math.min(1000, room));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('take the space before a word from the text', () => {
    const glued = { ...say('e - mail now'), text: 'e-mail now' };
    expect(unitsOf(glued).map(({ space, text }) => space + text)).toEqual([' e', '-', 'mail', ' now']);
  });
});

describe('formats', () => {
  const tricky = say('R&B <i> a-->b \u001b[31mred');
  it('write text and JSON lines', () => {
    expect(write('text', [speech, say('Bye.')])).toBe(`${speech.text}\nBye.\n`);
    expect(write('text', [say('Bye.')], false, true)).toBe('talk.mp3: Bye.\n');
    expect(JSON.parse(write('json', [say('Bye.')]))).toEqual({ file: 'in/talk.mp3', ...say('Bye.') });
    const partial = { kind: 'partial', text: 'By', stable: '' } as const;
    expect(JSON.parse(write('json', [partial]))).toEqual({ file: 'in/talk.mp3', ...partial });
    expect(['text', 'srt'].map((name) => write(name as FormatName, [partial]))).toEqual(['', '']);
  });

  it('write SubRip', () => {
    expect(write('srt', [say('One two.'), say('Three.', { startMs: 3_661_001 })])).toBe(
      '1\n00:00:00,000 --> 00:00:01,000\nOne two.\n\n2\n01:01:01,001 --> 01:01:02,001\nThree.\n\n',
    );
    expect(write('srt', [tricky])).toContain('R&B <i> a→b  [31mred\n');
  });

  it('write WebVTT, escaped, with the times of words where wanted', () => {
    expect(write('vtt', [])).toBe('WEBVTT\n\n');
    expect(write('vtt', [say('One two.')], true)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nOne <00:00:00.350>two.\n\n',
    );
    expect(write('vtt', [tricky])).toContain('R&amp;B &lt;i&gt; a--&gt;b  [31mred\n');
  });

  it.runIf(hasFfmpeg()).each(['srt', 'vtt'] as const)('write %s that ffmpeg reads', (name) => {
    const segments = [speech, tricky, say('A last word.', { startMs: 3_700_000 })];
    const path = join(folder, `talk.${name}`);
    writeFileSync(path, write(name, segments, name === 'vtt'));
    const run = spawnSync('ffmpeg', ['-nostdin', '-v', 'warning', '-i', path, '-f', 'srt', '-'], { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.stdout.match(/ --> /g)).toHaveLength(cuesOf(segments).length);
    expect(run.stdout).toContain('01:01:40,000 --> 01:01:41,000');
  });

  it('follow from the name of a file', () => {
    expect(['a.srt', 'b.VTT', 'c.json', 'd.jsonl', 'e.txt', 'f.doc', 'g'].map(formatOfName)).toEqual([
      'srt',
      'vtt',
      'json',
      'json',
      'text',
      undefined,
      undefined,
    ]);
  });
});

describe('outputs', () => {
  const plan = (inputs: string[], out: string, force = false): Promise<string[]> =>
    planTargets(inputs, { out, force, extension: '.srt' });

  it('are named after the inputs in a folder, or by the user', async () => {
    expect(await plan(['a/one.mp3', '-'], join(folder, 'new'))).toEqual(
      ['one.srt', 'stdin.srt'].map((n) => join(folder, 'new', n)),
    );
    expect(await plan(['one.mp3'], folder)).toEqual([join(folder, 'one.srt')]);
    expect(await plan(['one.mp3'], 'my.srt')).toEqual(['my.srt']);
  });

  it('are refused where something would be lost', async () => {
    await expect(plan(['a/one.mp3', 'b/one.wav'], folder)).rejects.toThrow(
      new UsageError(
        `-o: a/one.mp3 and b/one.wav would both be written to ${join(folder, 'one.srt')}; transcribe one of them alone`,
      ),
    );
    await expect(plan(['one.mp3'], './one.mp3')).rejects.toThrow('-o: ./one.mp3 is an input');
    await expect(plan(['a.mp3', 'b.mp3'], 'all.srt')).rejects.toThrow('looks like a file, and 2 inputs need a folder');
    const old = join(folder, 'old.srt');
    writeFileSync(old, 'precious');
    await expect(plan(['old.mp3'], folder)).rejects.toThrow(`-o: ${old} exists already; --force overwrites`);
    expect(await plan(['old.mp3'], folder, true)).toEqual([old]);
    await expect(plan(['a.mp3', 'b.mp3'], old)).rejects.toThrow('is a file, and 2 inputs');
  });

  it('have their name only once they are whole', async () => {
    const path = join(folder, 'deep/er/out.txt');
    const file = new TargetFile(path);
    await file.write('half');
    expect(existsSync(path)).toBe(false);
    await file.write(' and half');
    await file.commit();
    await file.discard();
    expect(readFileSync(path, 'utf8')).toBe('half and half');
    const dropped = new TargetFile(join(folder, 'dropped.txt'));
    await dropped.write('x');
    await dropped.discard();
    expect(existsSync(join(folder, 'dropped.txt.part'))).toBe(false);
    mkdirSync(join(folder, 'a folder'));
    const blocked = new TargetFile(join(folder, 'a folder'));
    await expect(blocked.commit()).rejects.toThrow(OutputError);
  });
});

describe('times', () => {
  it('are written for people and for players', () => {
    expect(clockTime(3_723_004, '.')).toBe('01:02:03.004');
    expect([0, 61_000, 3_600_000, 36_000_000].map(shortTime)).toEqual(['0:00', '1:01', '1:00:00', '10:00:00']);
  });

  it('tell how far it is', () => {
    expect(describeProgress({ name: 'a', totalMs: 600_000, doneMs: 300_000 }, 15_000)).toEqual({
      ...{ name: 'a', done: '5:00 of 10:00', speed: '20 × real time', left: '0:15 left' },
    });
    expect(describeProgress({ name: 'a', totalMs: undefined, doneMs: 0 }, 0)).toEqual({
      ...{ name: 'a', done: '0:00 done', speed: '', left: '' },
    });
  });
});
