/** A sound server of our own whose microphone hears a quiet room and whoever is let speak in it. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWavWriter } from '../../../../src/audio/wav-writer.js';
import { AUDIBLE } from '../../tts/saying.js';
import { DeskError, endChild, machineNowMs, untilThere } from './tools.js';

const run = promisify(execFile);
const RATE_HZ = 48_000;
/** Of the noise of the room, which no microphone is without; of full scale. */
const NOISE = 0.0005;
const NOISE_SECONDS = 30;
const ONSET_LIMIT_MS = 5000;

export interface Room {
  /** For programs that shall hear it, with the device `pulse`. */
  readonly env: NodeJS.ProcessEnv;
  /** Speaks a WAV file; resolves with when its voice began, on the machine's clock, as soon as it did. */
  speak(path: string): Promise<number>;
  stop(): Promise<void>;
}

/** @param folder an empty one, which the caller removes; throws DeskError */
export async function openRoom(folder: string): Promise<Room> {
  const socket = join(folder, 'native');
  const script = join(folder, 'setup.pa');
  // Without `norewinds` a null sink works up to two seconds ahead, and its monitor hears late.
  const lines = [
    `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    `load-module module-null-sink sink_name=mic rate=${RATE_HZ} norewinds=1`,
    'set-default-source mic.monitor',
  ];
  await writeFile(script, `${lines.join('\n')}\n`);
  const env = { PULSE_SERVER: `unix:${socket}`, XDG_RUNTIME_DIR: folder, PULSE_COOKIE: join(folder, 'cookie') };
  const whole = { ...process.env, ...env };
  const args = ['-n', '-F', script, '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no'];
  const server = spawn('pulseaudio', [...args, '--disable-shm=true', '--system=false'], {
    env: { ...whole, HOME: folder },
    stdio: 'ignore',
  });
  const noise = new Noise(whole);
  const stop = async (): Promise<void> => {
    await noise.stop();
    await endChild(server, 'SIGTERM');
  };
  try {
    await untilThere('PulseAudio', async () => {
      const { stdout } = await run('pactl', ['list', 'short', 'sources'], { env: whole });
      return stdout.includes('mic.monitor') ? true : undefined;
    });
    await noise.start(join(folder, 'noise.wav'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { env, stop, speak: (path) => speak(path, whole) };
}

/** Begins to listen, then speaks: what is heard first is the voice. */
async function speak(path: string, env: NodeJS.ProcessEnv): Promise<number> {
  const format = ['--raw', '--format=s16le', `--rate=${RATE_HZ}`, '--channels=1', '--latency-msec=10'];
  const ear = spawn('parec', ['-d', 'mic.monitor', ...format], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const onset = firstSound(ear);
  try {
    await once(ear.stdout, 'data');
    spawn('paplay', ['-d', 'mic', '--latency-msec=20', path], { env, stdio: 'ignore' });
    return await onset;
  } finally {
    await endChild(ear, 'SIGTERM');
  }
}

/** On the machine's clock. Chunks come late but never early: the earliest guess at the beginning is the best one. */
function firstSound(ear: ChildProcess): Promise<number> {
  let samples = 0;
  let startMs = Infinity;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DeskError(`nothing was heard of what was spoken within ${ONSET_LIMIT_MS / 1000} s`));
    }, ONSET_LIMIT_MS);
    ear.stdout?.on('data', (chunk: Buffer) => {
      const loud = loudAt(chunk);
      const before = samples;
      samples += chunk.length >> 1;
      startMs = Math.min(startMs, machineNowMs() - (samples / RATE_HZ) * 1000);
      if (loud === undefined) return;
      clearTimeout(timer);
      resolve(startMs + ((before + loud) / RATE_HZ) * 1000);
    });
  });
}

function loudAt(chunk: Buffer): number | undefined {
  for (let i = 0; i < chunk.length >> 1; i++) if (Math.abs(chunk.readInt16LE(2 * i)) > AUDIBLE * 32_768) return i;
  return undefined;
}

/** Over and over, until it is stopped. */
class Noise {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #isOver = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  async start(path: string): Promise<void> {
    const writer = await createWavWriter(path, RATE_HZ / 3);
    const samples = Float32Array.from({ length: (NOISE_SECONDS * RATE_HZ) / 3 }, () => (Math.random() * 2 - 1) * NOISE);
    await writer.write(samples);
    await writer.close();
    this.#play(path);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    if (this.#child !== undefined) await endChild(this.#child);
  }

  #play(path: string): void {
    this.#child = spawn('paplay', ['-d', 'mic', path], { env: this.#env, stdio: 'ignore' });
    this.#child.once('exit', () => {
      if (!this.#isOver) this.#play(path);
    });
  }
}
