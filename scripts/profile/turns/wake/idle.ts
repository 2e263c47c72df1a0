/** What listening costs while nobody speaks: `node idle.js [--seconds 60] [--input WAV] [--assistant]`. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readWav } from '../../../../src/audio/wav.js';
import { createInferenceHost } from '../../../../src/models/host/host.js';
import { openStore } from '../../../../src/models/store.js';
import { systemClock } from '../../../../src/pipeline/clock.js';
import { createSileroStage } from '../../../../src/stages/vad/silero.js';
import { EngineWakeListener } from '../../../../src/stages/wake/listener.js';
import { processMemory } from '../../tts/memory.js';
import { RATE_HZ } from './ear.js';

/** Linux counts processor time in these, whatever the kernel's timer does. Source: proc(5), sysconf(_SC_CLK_TCK). */
const TICK_MS = 10;
const CHUNK_SAMPLES = 1024;

const { values: args } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    /** Heard over and over; silence where not given. */
    input: { type: 'string' },
    /** Measures `parley start` in mode word, all of it, instead of detector, gate and engine alone. */
    assistant: { type: 'boolean', default: false },
    words: { type: 'string', default: 'hey_jarvis' },
    noWake: { type: 'boolean', default: false },
  },
});
const seconds = Number(args.seconds);
await (args.assistant ? measureAssistant() : measureListener());

async function measureListener(): Promise<void> {
  const store = openStore();
  const found = await Promise.all(args.words.split(',').map((id) => store.locate(`openwakeword-${id}`)));
  const module = new URL('../../../../src/stages/wake/wake-engine.js', import.meta.url).href;
  const options = {
    ...{ featuresFolder: store.folderOf('openwakeword-features'), providers: ['cpu'] },
    wordFiles: found.map(({ files: [file] }) => file),
  };
  const host = createInferenceHost({ engines: args.noWake ? {} : { wake: { module, options } }, nice: 0 });
  host.start();
  const { signal } = new AbortController();
  let hits = 0;
  const listener = args.noWake
    ? undefined
    : new EngineWakeListener({
        ...{ engine: host.engine('wake'), words: found.map(({ ref }) => ({ word: ref, threshold: 0.5 })) },
        ...{ cooldownMs: 2000, onHit: () => (hits += 1) },
        onFault: ({ message }) => {
          console.error(message);
        },
      });
  if (!args.noWake) await host.engine('wake').ready(signal);
  const pids = (): number[] => [process.pid, host.stats().pid ?? 0];
  const vad = createSileroStage(() => ({
    ...{ aggressiveness: 2, padding_duration_ms: 300, min_speech_duration_ms: 250, max_utterance_ms: 30_000 },
  }));
  const scope = { id: 'idle', signal, clock: systemClock, probe: { mark: () => undefined, count: () => undefined } };
  const measured = sample(pids);
  for await (const event of vad.run(inRealTime(await sound()), scope)) {
    if (event.kind === 'frame') listener?.hear(event.frame, event.speechProbability, true);
  }
  await measured;
  console.log(`hits ${hits}`);
  await host.close();
}

async function measureAssistant(): Promise<void> {
  if (args.input === undefined)
    throw new Error('--assistant: name the sound with --input FILE.wav, as long as --seconds and a minute more');
  const main = fileURLToPath(new URL('../../../../src/cli/main.js', import.meta.url));
  const flags = ['--json', '--input', args.input, '--output', 'none', '--set', 'wake.mode=word'];
  const child = spawn(process.execPath, [main, 'start', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  // From the first event on everything is loaded.
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.resume();
  await systemClock.sleep(10_000, new AbortController().signal);
  await sample(() => [child.pid ?? 0, ...childrenOf(child.pid ?? 0)]);
  child.kill('SIGTERM');
}

/** Prints the share of one core and the memory of each process over the time asked for. */
async function sample(pids: () => readonly number[]): Promise<void> {
  const before = new Map(pids().map((pid) => [pid, cpuMs(pid)]));
  const startMs = performance.now();
  await systemClock.sleep(seconds * 1000, new AbortController().signal);
  const passedMs = performance.now() - startMs;
  for (const pid of pids()) {
    const share = (100 * (cpuMs(pid) - (before.get(pid) ?? 0))) / passedMs;
    const memory = await processMemory(pid);
    console.log(`pid ${pid}: ${share.toFixed(2)} % of a core, ${memory?.rssMb.toFixed(0) ?? '?'} MB`);
  }
}

function cpuMs(pid: number): number {
  // Behind the name, which may hold anything: state is field 3, user and system time are 14 and 15.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

async function sound(): Promise<Float32Array> {
  return args.input === undefined ? new Float32Array(10 * RATE_HZ) : (await readWav(args.input, RATE_HZ)).samples;
}

async function* inRealTime(samples: Float32Array): AsyncGenerator<Parameters<EngineWakeListener['hear']>[0]> {
  const { signal } = new AbortController();
  const startMs = performance.now();
  for (let at = 0; at < seconds * RATE_HZ; at += CHUNK_SAMPLES) {
    const dueMs = startMs + ((at + CHUNK_SAMPLES) / RATE_HZ) * 1000;
    await systemClock.sleep(Math.max(0, dueMs - performance.now()), signal);
    const from = at % (samples.length - CHUNK_SAMPLES + 1);
    yield { samples: samples.slice(from, from + CHUNK_SAMPLES), startSample: at, sampleRateHz: RATE_HZ };
  }
}
