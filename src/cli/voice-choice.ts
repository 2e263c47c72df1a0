/** What `--voice` means: a voice as `parley voices` prints it, put into settings. */
import { statSync } from 'node:fs';
import { voiceEngineNames } from '../config/schema.js';
import type { Catalog } from '../models/catalog.js';
import { nearest } from '../models/nearest.js';
import { isModelPath } from '../models/store.js';
import { printable } from './io.js';
import { UsageError } from './run.js';

/** Settings in the order in which they are laid. */
export type VoiceSettings = readonly (readonly [key: string, value: string | number])[];

/**
 * `piper-en_US-joe-medium`, `./my.onnx`, either with `#speaker`; `kokoro:af_heart`, `espeak:de`, `openai:alloy`,
 * `system:Samantha`; or an engine's name alone. Throws UsageError with the nearest name that there is.
 */
export function voiceSettings(voice: string, catalog: Catalog): VoiceSettings {
  const [engine, name] = splitEngine(voice);
  if (engine === undefined) return piperSettings(voice, catalog);
  if (engine === 'piper' && name !== undefined) return piperSettings(name, catalog);
  if (name === '') throw unknown(voice, `name a voice behind "${engine}:"`);
  return [['tts.engine', engine], ...(name === undefined ? [] : [[`tts.${engine}.voice`, name] as const])];
}

function splitEngine(voice: string): readonly [engine?: string, name?: string] {
  if (voiceEngineNames.some((known) => known === voice)) return [voice];
  const prefix = /^([a-z]{2,}):(?![\\/])/.exec(voice)?.[1];
  if (prefix === undefined) return [];
  if (voiceEngineNames.some((known) => known === prefix)) return [prefix, voice.slice(prefix.length + 1)];
  const meant = nearest(prefix, voiceEngineNames);
  const guess = meant === undefined ? '' : `, did you mean "${meant}:"?`;
  throw unknown(voice, `there is no engine ${JSON.stringify(prefix)}${guess} (${voiceEngineNames.join(', ')})`);
}

function piperSettings(voice: string, catalog: Catalog): VoiceSettings {
  const mark = voice.lastIndexOf('#');
  const [ref, speaker] = mark < 0 ? [voice] : [voice.slice(0, mark), voice.slice(mark + 1)];
  if (speaker === '') throw unknown(voice, 'a number or a name of a speaker follows the #');
  if (isModelPath(ref) || ref.endsWith('.onnx')) {
    if (!isVoicePlace(ref)) throw unknown(voice, 'a path leads to an .onnx file or the folder of a voice');
    return withSpeaker(asPath(ref), speaker);
  }
  const id = [ref, `piper-${ref}`].find((candidate) => catalog.has(candidate));
  if (id === undefined) throw unknown(voice, suggest(ref, catalog));
  const { stage, files } = catalog.get(id);
  if (stage !== 'tts') throw unknown(voice, `this is a model for ${stage}`);
  if (!id.startsWith('kokoro')) return withSpeaker(id, speaker);
  const isModel = files.some(({ name }) => name.endsWith('.onnx'));
  if (speaker !== undefined || !isModel) throw unknown(voice, 'one of its voices is meant by kokoro:NAME');
  return [
    ['tts.engine', 'kokoro'],
    ['tts.kokoro.model', id],
  ];
}

/** What is not there at all is told when it is looked for. */
function isVoicePlace(path: string): boolean {
  return path.endsWith('.onnx') || statSync(path, { throwIfNoEntry: false })?.isFile() !== true;
}

/** A bare file name would be looked up in the catalog. */
function asPath(ref: string): string {
  return isModelPath(ref) ? ref : `./${ref}`;
}

function withSpeaker(ref: string, speaker: string | undefined): VoiceSettings {
  const shared = [
    ['tts.engine', 'piper'],
    ['tts.voice', ref],
  ] as const;
  return speaker === undefined ? [...shared, ['tts.speaker', 0]] : [...shared, ['tts.speaker', speakerValue(speaker)]];
}

/** Digits are a speaker's number, anything else is a name. */
export function speakerValue(speaker: string): string | number {
  return /^\d{1,9}$/.test(speaker) ? Number(speaker) : speaker;
}

function suggest(ref: string, catalog: Catalog): string {
  const ids = catalog.entries.filter(({ stage }) => stage === 'tts').map(({ id }) => id);
  const meant = nearest(ref, ids) ?? nearest(`piper-${ref}`, ids);
  return meant === undefined ? 'there is no such voice' : `did you mean "${meant}"?`;
}

function unknown(voice: string, why: string): UsageError {
  return new UsageError(printable(`--voice ${voice}: ${why} (parley voices lists all)`));
}
