/** Real speech and real recognisers for tests; says what is missing when they cannot run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '../../src/audio/wav.js';
import type { Engine, EngineCall } from '../../src/models/host/engine.js';
import { modelsFolder } from '../../src/models/store.js';
import type { FinalTranscript, Transcript } from '../../src/pipeline/messages.js';
import { createEngine } from '../../src/stages/stt/whisper-engine.js';

export interface Clip {
  readonly file: string;
  readonly text: string | null;
  readonly kind: string;
  readonly lang: string | null;
}

export const speechFolder = join(import.meta.dirname, '../../../shared/speech');
const manifest = join(speechFolder, 'manifest.jsonl');

export const clips: readonly Clip[] = existsSync(manifest)
  ? readFileSync(manifest, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Clip)
  : [];
if (clips.length === 0) console.warn(`skipped: no recordings in ${speechFolder}`);

export function sttFolder(id: string): string {
  return join(modelsFolder(), id);
}

/** Whether tests with this model and real speech can run; says so when not. */
export function canHear(id: string): boolean {
  const there = existsSync(join(sttFolder(id), 'model.bin'));
  if (!there) console.warn(`skipped: no speech model in ${sttFolder(id)}; run parley models fetch ${id}`);
  return there && clips.length > 0;
}

export async function readClip(file: string): Promise<Float32Array> {
  return (await readWav(join(speechFolder, file), 16_000)).samples;
}

export function loadEngine(id: string, options: object = {}): Promise<Engine> {
  const base = { computeType: 'auto', threads: 2, providers: ['cpu'], language: 'en' };
  return createEngine({ modelFolder: sttFolder(id), ...base, ...options });
}

export function callOf(input: AsyncIterable<unknown>, options: Partial<EngineCall> = {}): EngineCall {
  return {
    input,
    signal: new AbortController().signal,
    cancelled: () => false,
    inputEnded: () => false,
    ...options,
  };
}

export async function* noInput(): AsyncGenerator<never> {
  // A call without a stream.
}

export async function callMethod(
  engine: Engine,
  method: string,
  args: unknown,
  call = callOf(noInput()),
): Promise<Transcript[]> {
  const run = engine.methods[method];
  if (run === undefined) throw new Error(`no method ${method}`);
  const values: Transcript[] = [];
  for await (const value of run(args, call)) values.push(value as Transcript);
  return values;
}

export async function transcribe(engine: Engine, samples: Float32Array, language = 'en'): Promise<FinalTranscript> {
  const [result] = await callMethod(engine, 'transcribe', { samples, language });
  if (result?.kind !== 'final') throw new Error('no final transcript');
  return result;
}
