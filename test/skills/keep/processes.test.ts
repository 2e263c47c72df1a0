/** Real processes on one real file: killed, started at once, and with a disk that is full. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeep } from '../../../src/skills/keep/database.js';
import { alarmBench } from './alarm-bench.js';
import { FakeTime, HOUR, MINUTE } from './fake-time.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-keep-'));
const dist = new URL('../../../dist/src/', import.meta.url).href;
let count = 0;
const newFile = (): string => join(folder, `${count++}.db`);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What every child begins with: the keep and its alarm clock, on the machine's own clocks. */
const OPEN = `
  const { openKeep } = await import('${dist}skills/keep/database.js');
  const { AlarmClock } = await import('${dist}skills/keep/alarm-clock.js');
  const { systemClock } = await import('${dist}pipeline/clock.js');
  const keep = openKeep({ file: process.argv[1], onNotice: (line) => console.log('notice ' + line) });
  const alarms = new AlarmClock({
    table: keep.alarms, clock: systemClock, now: () => new Date(), timeZone: 'UTC',
    onRing: ({ text }) => { console.log('ring ' + text); alarms.silence(); },
  });
`;

function start(
  code: string,
  file: string,
): { readonly line: (text: string) => Promise<void>; readonly kill: () => Promise<void> } {
  const child = spawn(process.execPath, ['--input-type=module', '-e', OPEN + code, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  let said = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (const look of waiting) look();
  });
  return {
    line: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.includes(text)) resolve();
        };
        waiting.add(look);
        look();
        void exited.then(() => {
          reject(new Error(`ended with: ${said}`));
        });
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describe('a process that is killed', () => {
  it('loses nothing that it was told', async () => {
    const file = newFile();
    const child = start(
      `alarms.plan({ kind: 'timer', label: 'pasta', durationMs: 480000, atMs: 0 })();
       alarms.plan({ kind: 'alarm', atMs: Date.now() + 3600000, days: [0, 1, 2, 3, 4, 5, 6] })();
       keep.lists.add('shopping', 'eggs');
       keep.facts.set('name', 'Ada');
       console.log('done');
       setInterval(() => undefined, 1000);`,
      file,
    );
    await child.line('done');
    await child.kill();
    const time = new FakeTime(new Date().toISOString());
    const { alarms, keep, rings, close } = alarmBench({ file, time });
    expect(alarms.find({ kind: 'timer' })).toMatchObject([{ label: 'pasta', durationMs: 480_000 }]);
    expect(alarms.find({ kind: 'alarm' })).toMatchObject([{ days: [0, 1, 2, 3, 4, 5, 6] }]);
    expect(keep.lists.items('shopping')).toMatchObject([{ text: 'eggs' }]);
    expect(keep.facts.get('name')).toBe('Ada');
    await time.advance(8 * MINUTE);
    expect(rings[0]?.text).toBe('Your pasta timer is done.');
    close();
  });
  it('while something rings leaves it to the next one', async () => {
    const file = newFile();
    const child = start(
      `const loud = new AlarmClock({
         table: keep.alarms, clock: systemClock, now: () => new Date(), timeZone: 'UTC',
         onRing: ({ text }) => { console.log('ring ' + text); },
       });
       loud.start();
       loud.plan({ kind: 'timer', durationMs: 20, atMs: 0 })();`,
      file,
    );
    await child.line('ring');
    await child.kill();
    const time = new FakeTime(new Date(Date.now() + HOUR).toISOString());
    const { heard, alarms, close } = alarmBench({ file, time });
    expect(alarms.ringing()).toHaveLength(1);
    await time.advance(30_000);
    expect(heard()).toEqual([]);
    await time.advance(MINUTE);
    expect(heard()[0]).toMatch(/^Time's up.*It was due at /);
    alarms.silence();
    close();
  });
});

describe('two processes with one file', () => {
  it('ring each alarm once', async () => {
    const file = newFile();
    // Far enough ahead for three processes to start on a busy machine.
    const dueMs = Date.now() + 8000;
    const keep = openKeep({ file });
    const row = { kind: 'alarm' as const, timeZone: 'UTC', counts: false, rings: 0 };
    const names = Array.from({ length: 10 }, (_, index) => `number ${index}`);
    for (const [index, label] of names.entries()) keep.alarms.add({ ...row, label, atMs: dueMs + index * 20 });
    const run = `alarms.start(); setTimeout(() => { alarms.close(); keep.close(); }, ${dueMs} + 4000 - Date.now());`;
    const children = [1, 2, 3].map(
      () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', OPEN + run, file]);
          let said = '';
          child.stdout.on('data', (data: Buffer) => (said += data.toString()));
          child.once('close', () => {
            resolve(said);
          });
        }),
    );
    const said = (await Promise.all(children)).join('');
    expect(said).not.toContain('notice');
    expect([...said.matchAll(/number \d/g)].map(([name]) => name).sort()).toEqual(names);
    expect(keep.alarms.count()).toBe(0);
    keep.close();
  });
  it('share what is set, silenced and cancelled', async () => {
    const file = newFile();
    const time = new FakeTime('2026-11-19T12:00:00Z');
    const one = alarmBench({ file, time });
    const two = alarmBench({ file, time });
    one.set({ kind: 'timer', label: 'tea', durationMs: 4 * MINUTE });
    const cake = one.set({ kind: 'timer', label: 'cake', durationMs: 40 * MINUTE });
    expect(two.alarms.find({}).map(({ label }) => label)).toEqual(['tea', 'cake']);
    time.setWall(HOUR);
    await time.advance(4 * MINUTE - 1);
    expect([...one.rings, ...two.rings]).toEqual([]);
    await time.advance(1);
    expect([...one.heard(), ...two.heard()]).toEqual(['Your tea timer is done.']);
    expect(two.alarms.ringing()).toHaveLength(1);
    two.alarms.silence();
    two.alarms.cancel(cake);
    await time.advance(HOUR);
    expect([...one.rings, ...two.rings]).toEqual([]);
    one.close();
    two.close();
  });
  it('may both be the first', () => {
    const file = newFile();
    const code = `const { openKeep } = await import('${dist}skills/keep/database.js');
      const keep = openKeep({ file: process.argv[1], onNotice: console.log });
      for (let i = 0; i < 20; i++) keep.lists.add('shopping', process.argv[2] + ' ' + i);
      keep.close();`;
    const script = ['a', 'b', 'c'].map((name) => `"$NODE" --input-type=module -e "$CODE" "$FILE" ${name} &`).join('\n');
    const done = spawnSync('bash', ['-c', `${script}\nwait`], {
      env: { ...process.env, NODE: process.execPath, CODE: code, FILE: file },
      encoding: 'utf8',
    });
    expect(done.stdout + done.stderr).toBe('');
    const keep = openKeep({ file });
    expect(keep.lists.items('shopping')).toHaveLength(60);
    keep.close();
  });
});

describe('a disk that is full', () => {
  it('is told of once, and everything known goes on in memory', () => {
    const file = newFile();
    const code = `${OPEN}
      for (let i = 0; i < 600; i++) keep.lists.add('shopping', 'thing number ' + i + ' ' + 'x'.repeat(200));
      console.log('items ' + keep.lists.items('shopping').length);
      keep.close();`;
    const done = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 200; exec "$NODE" --input-type=module -e "$CODE" "$FILE"`],
      {
        env: { ...process.env, NODE: process.execPath, CODE: code, FILE: file },
        encoding: 'utf8',
      },
    );
    const lines = done.stdout.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`notice ${file} cannot be used (`);
    expect(lines[0]).toContain('kept in memory');
    expect(lines[1]).toBe('items 600');
    const keep = openKeep({ file });
    expect(keep.lists.items('shopping').length).toBeGreaterThan(10);
    keep.close();
  });
});
