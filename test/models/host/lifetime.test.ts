import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInferenceHost } from '../../../src/models/host/host.js';
import { faultOf, isAlive, never, readAll, spec, startHost, until } from './fixture.js';

const scriptHead = `
  import { createInferenceHost } from ${JSON.stringify(new URL('../../../dist/src/models/host/host.js', import.meta.url).href)};
  const host = createInferenceHost({ engines: { busy: ${JSON.stringify(spec('busy'))} }, nice: 0 });
  host.start();
  const { signal } = new AbortController();`;

/** A Node program of its own; killed when the test ends. */
function runScript(script: string): ChildProcessByStdio<null, Readable, null> {
  const program = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void program.kill('SIGKILL'));
  return program;
}

describe('replacing an engine', () => {
  it('lets open calls end on the old one and gives new calls to the new one', async () => {
    const { host } = startHost({ engines: { stt: spec('streams', { name: 'old' }) } });
    const engine = host.engine('stt');
    const old = engine.call('count', { items: 200 }, { signal: never })[Symbol.asyncIterator]();
    await old.next();
    await host.replace('stt', spec('streams', { name: 'new' }));
    expect(await readAll(engine.call('name', {}, { signal: never }))).toEqual(['new']);
    let count = 1;
    while ((await old.next()).done !== true) count++;
    expect(count).toBe(200);
    expect(host.stats().restarts).toBe(0);
  });

  it.runIf(process.platform === 'linux')('ends the old worker once its last call is over', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    await host.engine('stt').ready(never);
    const threads = (): number => readdirSync(`/proc/${host.stats().pid ?? 0}/task`).length;
    const before = threads();
    for (let i = 0; i < 5; i++) await host.replace('stt', spec('streams', { name: String(i) }));
    await until(() => threads() <= before);
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['4']);
  });

  it('with one that does not load, or that dies loading, leaves the old one serving', async () => {
    const { host } = startHost({ engines: { stt: spec('streams', { name: 'old' }) } });
    const engine = host.engine('stt');
    await engine.ready(never);
    const refused = await faultOf(host.replace('stt', spec('load', { refuse: 'no such model' })));
    expect(refused).toMatchObject({ code: 'load', message: 'cannot load the stt engine: no such model' });
    expect(await readAll(engine.call('name', {}, { signal: never }))).toEqual(['old']);
    const died = await faultOf(host.replace('stt', spec('load', { crash: true })));
    expect(died.code).toBe('crashed');
    expect(await readAll(engine.call('name', {}, { signal: never }))).toEqual(['old']);
  });

  it('adds one that was not there from the start, unless it does not load', async () => {
    const { host } = startHost({ engines: { first: spec('streams', { name: 'a' }) } });
    await host.engine('first').ready(never);
    await host.replace('second', spec('streams', { name: 'b' }));
    expect(await readAll(host.engine('second').call('name', {}, { signal: never }))).toEqual(['b']);
    expect(await readAll(host.engine('first').call('name', {}, { signal: never }))).toEqual(['a']);
    expect(host.stats()).toMatchObject({ restarts: 0, engines: { second: { state: 'ready' } } });
    await expect(host.replace('third', spec('load', { refuse: 'no such model' }))).rejects.toThrow(
      'cannot load the third engine',
    );
    expect(() => host.engine('third')).toThrow('no engine "third": there are first, second');
  });

  it('works before the start, and one after another', async () => {
    const host = createInferenceHost({ engines: { stt: spec('streams', { name: 'a' }) }, nice: 0 });
    onTestFinished(() => host.close());
    expect((await faultOf(host.engine('stt').ready(never))).message).toBe('the inference host is not started');
    await host.replace('stt', spec('streams', { name: 'b' }));
    host.start();
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['b']);
    await Promise.all(['c', 'd'].map((name) => host.replace('stt', spec('streams', { name }))));
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['d']);
  });
});

describe('closing the host', () => {
  it.each(['running', 'loading', 'just started'] as const)('while %s ends the child and every call', async (state) => {
    const { host } = startHost({ engines: { stt: spec('streams'), slow: spec('load', { slow: true }) } });
    const pid = host.stats().pid ?? 0;
    const ready = faultOf(host.engine('slow').ready(never));
    if (state !== 'just started') await host.engine('stt').ready(never);
    const call = host.engine('stt').call('untilCancelled', {}, { signal: never })[Symbol.asyncIterator]();
    if (state === 'running') await call.next();
    const parked = faultOf(call.next());
    await Promise.all([host.close(), host.close()]);
    expect((await ready).code).toBe('closed');
    expect((await parked).message).toBe('the inference host is closed');
    expect(isAlive(pid)).toBe(false);
    await host.close();
    expect((await faultOf(readAll(host.engine('stt').call('name', {}, { signal: never })))).code).toBe('closed');
    expect((await faultOf(host.replace('stt', spec('streams')))).code).toBe('closed');
    expect(host.stats()).toMatchObject({ pid: undefined, rssBytes: 0, restarts: 0 });
  });

  it('works before the start, and on a busy engine', async () => {
    await createInferenceHost({ engines: {}, nice: 0 }).close();
    const { host } = startHost({ engines: { busy: spec('busy') } });
    await host.engine('busy').call('forever', {}, { signal: never })[Symbol.asyncIterator]().next();
    const pid = host.stats().pid ?? 0;
    await host.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('leaves nothing that keeps the program alive', async () => {
    const script = `
      ${scriptHead}
      const stream = host.engine('busy').call('forever', {}, { signal })[Symbol.asyncIterator]();
      await stream.next();
      await stream.return();
      host.engine('busy').ready(signal);
      await host.close();
      console.log('closed');`;
    const program = runScript(script);
    const [code] = (await once(program, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});

describe('the child', () => {
  it.each(['untilCancelled', 'forever'])('dies with its parent, also while an engine runs %s', async (method) => {
    const parent = runScript(`
      ${scriptHead}
      await host.engine('busy').call(${JSON.stringify(method)}, {}, { signal })[Symbol.asyncIterator]().next();
      console.log(host.stats().pid);`);
    const lines = createInterface({ input: parent.stdout });
    const pid = Number((await lines[Symbol.asyncIterator]().next()).value);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });

  it('outlives Ctrl-C and polite kills: its parent decides', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') } });
    await host.engine('stt').ready(never);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(host.stats().pid ?? 0, signal);
    expect(await readAll(host.engine('stt').call('name', {}, { signal: never }))).toEqual(['streams']);
    expect(host.stats().restarts).toBe(0);
  });

  it.runIf(process.platform === 'linux')('runs its workers niced', async () => {
    const { host } = startHost({ engines: { stt: spec('streams') }, nice: 7 });
    await host.engine('stt').ready(never);
    const tasks = `/proc/${host.stats().pid ?? 0}/task`;
    // Field 19 of stat, counted from behind the name in parentheses.
    const nices = readdirSync(tasks).map((task) =>
      Number(readFileSync(`${tasks}/${task}/stat`, 'utf8').split(') ')[1]?.split(' ')[16]),
    );
    expect(nices).toContain(7);
    // The worker, and the four threads of the pool, on which language models work; more would starve those on a busy machine.
    expect(nices.filter((nice) => nice === 7).length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...nices)).toBe(7);
  });
});
