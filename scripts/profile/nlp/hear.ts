/** Makes `heard.yaml`: our voices speak the table into noise, our recognisers write down what they hear. What is there already and still fits is kept: `node hear.js [--limit N] [--afresh] [--sounds FOLDER]`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import { createResampler } from '../../../src/audio/resample.js';
import { packageRoot } from '../../../src/models/catalog.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import { openStore } from '../../../src/models/store.js';
import { join } from '../../../src/models/piper/trim.js';
import { chooseClips, findManifest, RATE_HZ, readClip, readManifest } from '../stt/clips.js';
import { openRecognizer, type Recognizer } from '../stt/recognizer.js';
import { hintsOf } from '../../../src/skills/hints.js';
import { soundOf } from '../tts/saying.js';
import { openHere, type Voice } from '../tts/voice.js';
import { toUnits } from '../wer/english.js';
import { ErrorCount } from '../wer/errors.js';
import { babble, inNoise, pinkNoise } from './noise.js';
import { describeScene, listeners, sceneOf, speakers, type Listener, type Scene, type Speaker } from './scene.js';
import { installedSkills } from './skills.js';
import { keptSound } from './sounds.js';
import { heardSchema, tablePath } from './table.js';

const { values: args } = parseArgs({
  options: {
    limit: { type: 'string' },
    // Everything is heard again. What was heard first stays as `plain`: by it is judged what is lost.
    afresh: { type: 'boolean', default: false },
    // What was spoken is kept there, so that the same sounds can be heard again with other hints.
    sounds: { type: 'string' },
  },
});
if (args.sounds !== undefined) mkdirSync(args.sounds, { recursive: true });
type HeardLine = z.infer<typeof heardSchema>[string];
const PAD_SAMPLES = 0.4 * RATE_HZ;
const { signal } = new AbortController();
const store = openStore();

const head = `# What our recognisers made of about half of the table: made by hear.ts, not by hand. Our voices (Piper's joe, Kokoro's
# bf_emma and am_michael) spoke each utterance at 0.9…1.2 of their speed into pink noise or four other people talking, 20,
# 10 or 5 dB below the voice, and whisper-tiny.en or whisper-base listened; which, is up to a hash of the utterance.
# heard: with the hints that the installed skills give; unhinted: the same sound without them; plain: an earlier sound of the
# same scene without hints. The language part's rules were made with the plain ones of the dev half in sight, no others.
`;

const scenes = chosen();
const heard = new Map(Object.entries(readHeard()).filter(([text, { by }]) => by === scenes.get(text)));
const missing = [...scenes.keys()].filter((text) => args.afresh || heard.get(text)?.unhinted === undefined);
const hints = hintsOf(installedSkills());
const ears = await openEars();
/** Opened once something is to be spoken. */
let studio: { readonly voices: Record<Speaker, Voice>; readonly crowd: readonly Float32Array[] } | undefined;
let done = 0;
for (const text of args.limit === undefined ? missing : missing.slice(0, Number(args.limit))) {
  const scene = sceneOf(text);
  if (scene === undefined) continue;
  const before = heard.get(text);
  const result = await hear(text, scene);
  heard.set(text, { ...result, plain: before?.plain ?? before?.heard ?? result.unhinted, by: describeScene(scene) });
  if (++done % 20 === 0) console.log(`${done} of ${missing.length}`);
}
const rates = `${percent(({ heard: one }) => one)} with hints, ${percent(({ unhinted, heard: one }) => unhinted ?? one)} without`;
console.log(`word errors ${rates}`);
const inOrder = Object.fromEntries(
  [...scenes.keys()].flatMap((text) => {
    const one = heard.get(text);
    return one === undefined ? [] : [[text, one]];
  }),
);
writeFileSync(
  tablePath('heard'),
  `${head}# Word errors: ${rates}, counted with numbers as digits and without case and punctuation.\n${stringify(inOrder, { lineWidth: 0, singleQuote: true })}`,
);
for (const one of [...Object.values(studio?.voices ?? {}), ...Object.values(ears)]) await one.close();

/** What is to be heard, and how. */
function chosen(): Map<string, string> {
  const { utterances } = parse(readFileSync(tablePath('utterances'), 'utf8')) as {
    utterances: Record<string, Record<string, unknown>>;
  };
  const texts = Object.values(utterances).flatMap((said) => Object.keys(said));
  return new Map(
    texts.flatMap((text) => {
      const scene = sceneOf(text);
      return scene === undefined ? [] : [[text, describeScene(scene)]];
    }),
  );
}

function readHeard(): z.infer<typeof heardSchema> {
  const path = tablePath('heard');
  return existsSync(path) ? heardSchema.parse(parse(readFileSync(path, 'utf8'))) : {};
}

function percent(textOf: (one: HeardLine) => string): string {
  const errors = new ErrorCount();
  for (const [text, one] of heard) errors.add(toUnits(text, 'en'), toUnits(textOf(one), 'en'));
  return `${(100 * (errors.rate ?? 0)).toFixed(1)} %`;
}

async function hear(text: string, scene: Scene): Promise<{ heard: string; unhinted: string }> {
  const samples = await keptSound(args.sounds, `${text}\n${describeScene(scene)}`, () => speak(text, scene));
  const ear = ears[scene.listener];
  const unhinted = await ear.transcribe(samples, 'en');
  return { heard: (await ear.transcribe(samples, 'en', hints)).text.trim(), unhinted: unhinted.text.trim() };
}

async function speak(text: string, scene: Scene): Promise<Float32Array> {
  studio ??= { voices: await openVoices(), crowd: await readCrowd() };
  const { voices, crowd } = studio;
  const voice = voices[scene.speaker];
  const speech = await to16k(await soundOf(voice, text, { speed: scene.speed }), voice.info.sampleRateHz);
  const length = speech.length + 2 * PAD_SAMPLES;
  const noise = scene.noise === 'pink' ? pinkNoise(length, scene.seed) : babble(crowd, { length, seed: scene.seed });
  return inNoise(speech, noise, { snrDb: scene.snrDb, pad: PAD_SAMPLES });
}

async function to16k(samples: Float32Array, rateHz: number): Promise<Float32Array> {
  if (rateHz === RATE_HZ) return samples;
  const resampler = await createResampler(rateHz, RATE_HZ);
  try {
    return join([resampler.process(samples), resampler.flush()]);
  } finally {
    resampler.close();
  }
}

async function openVoices(): Promise<Record<Speaker, Voice>> {
  const shared = { providers: ['cpu'], threads: 2 };
  const engine = (name: string): string => new URL(`../../../src/stages/tts/${name}-engine.js`, import.meta.url).href;
  const kokoro = (voice: string): EngineSpec => ({
    module: engine('kokoro'),
    options: { ...shared, modelFolder: store.folderOf('kokoro-82m-int8'), voice, slowestRtf: 10 },
  });
  const specs: Record<Speaker, EngineSpec> = {
    joe: {
      module: engine('piper'),
      options: {
        ...shared,
        modelFolder: store.folderOf('piper-en_US-joe-medium'),
        streaming: false,
        computeType: 'auto',
      },
    },
    emma: kokoro('bf_emma'),
    michael: kokoro('am_michael'),
  };
  const open: [Speaker, Voice][] = [];
  for (const name of speakers) open.push([name, await openHere(specs[name], signal)]);
  return Object.fromEntries(open) as Record<Speaker, Voice>;
}

async function openEars(): Promise<Record<Listener, Recognizer>> {
  const open: [Listener, Recognizer][] = [];
  for (const id of listeners) {
    const options = { modelFolder: store.folderOf(id), threads: 2, language: 'en' };
    open.push([id, await openRecognizer(options, 'here', signal)]);
  }
  return Object.fromEntries(open) as Record<Listener, Recognizer>;
}

async function readCrowd(): Promise<Float32Array[]> {
  const clips = readManifest(findManifest(undefined, packageRoot()));
  const talking = chooseClips(clips, { language: 'en', kinds: ['read', 'conversation'] });
  return Promise.all(talking.map((clip) => readClip(clip)));
}
