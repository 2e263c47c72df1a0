/** Hits and false wakes: `node accuracy.js --positives FOLDER --negatives FOLDER [--words A,B] [--noise WAV --snr DB] [--suppression 0.5]`. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNoiseSuppressor } from '../../../../src/audio/noise/suppressor.js';
import { concatSamples } from '../../../../src/audio/pcm.js';
import { readWav } from '../../../../src/audio/wav.js';
import { openStore } from '../../../../src/models/store.js';
import { createSileroStage } from '../../../../src/stages/vad/silero.js';
import { WakeTrigger } from '../../../../src/stages/wake/trigger.js';
import { wordOfFile } from '../../../../src/stages/wake/words.js';
import { createEar, RATE_HZ, type Ear, type Heard } from './ear.js';

const thresholds = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const { values: args } = parseArgs({
  options: {
    /** A file's name begins with the word that is said in it: `hey_jarvis--anything.wav`. */
    positives: { type: 'string' },
    negatives: { type: 'string', multiple: true, default: [] },
    /** Files of the negatives folders to leave out, as a regular expression. */
    except: { type: 'string', default: '^$' },
    words: { type: 'string', default: 'hey_jarvis,alexa,hey_mycroft,hey_rhasspy' },
    noise: { type: 'string' },
    snr: { type: 'string', default: '10' },
    /** Strength (0…1) of the noise suppression that everything is heard through, as with `noise_suppression: all`. */
    suppression: { type: 'string', default: '0' },
    ungated: { type: 'boolean', default: false },
  },
});
const ids = args.words.split(',');
const ear = await openEar();
const noise = args.noise === undefined ? undefined : (await readWav(args.noise, RATE_HZ)).samples;
if (args.positives !== undefined) await measureHits(ear, args.positives);
if (args.negatives.length > 0) await measureFalseWakes(ear, args.negatives);

async function openEar(): Promise<Ear> {
  const store = openStore();
  const found = await Promise.all(ids.map((id) => store.locate(`openwakeword-${id}`)));
  const wordFiles = found.map(({ files: [file] }) => file ?? '');
  return createEar({
    vad: createSileroStage(() => ({
      ...{ aggressiveness: 2, padding_duration_ms: 300, min_speech_duration_ms: 250, max_utterance_ms: 30_000 },
    })),
    engine: { featuresFolder: store.folderOf('openwakeword-features'), wordFiles, providers: ['cpu'] },
    ...{ words: wordFiles.map(wordOfFile), threshold: 0.5 },
  });
}

async function measureHits(ear: Ear, folder: string): Promise<void> {
  const rows = new Map<string, { of: number; hits: number[]; others: number; late: number[]; early: number[] }>();
  for (const path of wavFiles([folder])) {
    const id = ids.findIndex((name) => basename(path).startsWith(`${name}--`));
    if (id === -1) continue;
    const kind = /--([a-z]+)_.*--([a-z]+)\.wav$/.exec(basename(path))?.slice(1).join(' ') ?? '';
    const key = `${ids[id] ?? ''} ${kind}`;
    const row = rows.get(key) ?? { of: 0, hits: thresholds.map(() => 0), others: 0, late: [], early: [] };
    rows.set(key, row);
    const { samples, startSample, endSample } = placed((await readWav(path, RATE_HZ)).samples);
    const heard = await ear.hear(await clean(samples), !args.ungated);
    row.of += 1;
    for (const [index, threshold] of thresholds.entries()) {
      if (detections(heard, threshold).some(({ word }) => word === id)) row.hits[index] = (row.hits[index] ?? 0) + 1;
    }
    row.others += detections(heard, 0.5).filter(({ word }) => word !== id).length;
    const [hit] = heard.hits.filter(({ word }) => word === ids[id]?.replace('_', ' '));
    if (hit === undefined) continue;
    row.late.push((hit.endSample - endSample) / 16);
    row.early.push((hit.startSample - startSample) / 16);
  }
  console.log(`threshold ${thresholds.join(' ')} | wrong word | ms from end of sound to hit | ms of start's error`);
  for (const [key, { of, hits, others, late, early }] of rows) {
    console.log(`${key}: ${hits.join(' ')} of ${of} | ${others} | ${spread(late)} | ${spread(early)}`);
  }
}

async function measureFalseWakes(ear: Ear, folders: readonly string[]): Promise<void> {
  const wakes = thresholds.map(() => ids.map(() => 0));
  let [samples, open] = [0, 0];
  for (const path of wavFiles(folders)) {
    if (new RegExp(args.except).test(basename(path))) continue;
    const sound = (await readWav(path, RATE_HZ)).samples;
    const heard = await ear.hear(await clean(sound), !args.ungated);
    [samples, open] = [samples + sound.length, open + heard.openSamples];
    for (const [index, threshold] of thresholds.entries()) {
      for (const { word, score, endSample } of detections(heard, threshold)) {
        const row = wakes[index];
        if (row !== undefined) row[word] = (row[word] ?? 0) + 1;
        if (index === 0)
          console.log(`  ${basename(path)} ${endSample / RATE_HZ} s: ${ids[word] ?? ''} ${score.toFixed(2)}`);
      }
    }
  }
  const minutes = samples / RATE_HZ / 60;
  console.log(
    `false wakes in ${minutes.toFixed(1)} min (${ids.join(' ')}); engine open ${Math.round((100 * open) / samples)} %`,
  );
  for (const [index, threshold] of thresholds.entries())
    console.log(`  ${threshold}: ${wakes[index]?.join(' ') ?? ''}`);
}

async function clean(samples: Float32Array): Promise<Float32Array> {
  const strength = Number(args.suppression);
  if (strength === 0) return samples;
  const suppressor = await createNoiseSuppressor({ strength });
  const begun = suppressor.process(samples).cleaned;
  const rest = suppressor.flush().cleaned;
  suppressor.close();
  return concatSamples(begun, rest);
}

function detections({ scores }: Heard, threshold: number): NonNullable<ReturnType<WakeTrigger['step']>>[] {
  const trigger = new WakeTrigger({ thresholds: ids.map(() => threshold), cooldownSamples: 2 * RATE_HZ });
  return scores.flatMap(({ endSample, scores }) => trigger.step(endSample, scores) ?? []);
}

/** 2.5 s of room before the sound, 1.5 s after it, at a usual level; with noise over all of it where asked for. */
function placed(sound: Float32Array): { samples: Float32Array; startSample: number; endSample: number } {
  const at = 2.5 * RATE_HZ;
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const isLoud = (x: number): boolean => Math.abs(x) > 0.03 * peak;
  const samples = new Float32Array(at + sound.length + 1.5 * RATE_HZ);
  const power = sound.reduce((sum, x) => sum + x * x, 0) / sound.filter(isLoud).length;
  const gain = 0.05 / Math.sqrt(power);
  const noiseGain = noise === undefined ? 0 : 0.05 / Math.sqrt(meanSquare(noise)) / 10 ** (Number(args.snr) / 20);
  for (const i of samples.keys()) {
    const room = (((i * 7919) % 1009) / 1009 - 0.5) * 5e-4;
    samples[i] = room + noiseGain * (noise?.[i % noise.length] ?? 0) + gain * (sound[i - at] ?? 0);
  }
  return { samples, startSample: at + sound.findIndex(isLoud), endSample: at + sound.findLastIndex(isLoud) };
}

function meanSquare(samples: Float32Array): number {
  return samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string => String(Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? NaN));
  return sorted.length === 0 ? '–' : `${at(0)} / ${at(0.5)} / ${at(1)}`;
}

function wavFiles(places: readonly string[]): string[] {
  return places.flatMap((place) =>
    statSync(place).isDirectory()
      ? readdirSync(place)
          .filter((name) => name.endsWith('.wav'))
          .sort()
          .map((name) => join(place, name))
      : [place],
  );
}
