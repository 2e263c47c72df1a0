import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startControl, type Control, type ControlOptions } from '../../src/desktop/control.js';
import { sendControl } from '../../src/desktop/control-client.js';
import { controlPath } from '../../src/desktop/control-words.js';

let dataFolder: string;
let control: Control | undefined;
const env = {};

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'control-'));
});
afterEach(async () => {
  await control?.close();
  control = undefined;
  await rm(dataFolder, { recursive: true, force: true });
});

async function start(answer: ControlOptions['answer'] = async () => ({})): Promise<Control> {
  control = await startControl({ dataFolder, env, answer });
  return control;
}

describe('control of a running dictation', () => {
  it('answers its user, and nobody else may ask', async () => {
    const { path } = await start(async ({ command, id }) => ({ state: 'listening', command, id: id ?? null }));
    expect(await sendControl({ command: 'toggle' }, { dataFolder, env })).toEqual({
      ...{ ok: true, state: 'listening', command: 'toggle', id: null },
    });
    expect(await sendControl({ command: 'retry', id: 'x' }, { dataFolder, env })).toMatchObject({ id: 'x' });
    if (process.platform === 'win32') return;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
  });

  it('tells what went wrong in one line', async () => {
    await start(async () => {
      throw new Error('nothing is waiting');
    });
    expect(await sendControl({ command: 'retry' }, { dataFolder, env })).toEqual({
      ok: false,
      error: 'nothing is waiting',
    });
  });

  it('says that none is running', async () => {
    const answer = { ok: false, error: 'no dictation is running: start one with `parley dictate`' };
    expect(await sendControl({ command: 'toggle' }, { dataFolder, env })).toEqual(answer);
    await (await start()).close();
    control = undefined;
    expect(await sendControl({ command: 'toggle' }, { dataFolder, env })).toEqual(answer);
  });

  it('is there once, and takes the place of one that was killed', async () => {
    const path = controlPath(dataFolder, env);
    await mkdir(dirname(path), { recursive: true });
    const code = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
    const other = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    await expect(start()).rejects.toThrow('dictation is running already: `parley dictate status` tells how it is');
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    await start(async () => ({ mine: true }));
    expect(await sendControl({ command: 'status' }, { dataFolder, env })).toEqual({ ok: true, mine: true });
  });

  it('answers in order, and refuses what is no request', async () => {
    const { path } = await start(async ({ command }) => ({ command }));
    const socket = connect(path);
    socket.write('{"command":"status"}\n{"command":"fly"}\nnonsense\n{"command":"la');
    socket.write('st"}\n');
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.split('\n').length === 5) break;
    }
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { ok: true, command: 'status' },
      {
        ok: false,
        error: 'command: got "fly", wanted one of toggle, start, stop, cancel, status, last, pending, retry, copy',
      },
      { ok: false, error: 'wanted one JSON object a line, as {"command":"toggle"}' },
      { ok: true, command: 'last' },
    ]);
  });

  it('does not take a line without an end', async () => {
    const { path } = await start();
    const socket = connect(path);
    socket.on('error', () => undefined);
    socket.write('x'.repeat(20_000));
    await once(socket, 'close');
  });

  it('finds a short place for a long folder', () => {
    const long = `/${'long/'.repeat(40)}`;
    expect(controlPath(long, {}).length).toBeLessThan(104);
    expect(controlPath(long, {})).not.toBe(controlPath(`${long}2`, {}));
    expect(controlPath('/data', { XDG_RUNTIME_DIR: '/run/user/1000' })).toMatch(
      /^\/run\/user\/1000\/parley\/\w{16}\.sock$/,
    );
  });
});
