/** The engine module of the operating system's own speech: one run of its program for each sentence. */
import { z } from 'zod';
import { hasTool } from '../../programs/find.js';
import { runTool } from '../../audio/tool.js';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { drain } from '../../pipeline/streams.js';
import { checked } from './check.js';
import { silentEnd, voiceOutputs, type SoundPart } from './foreign-sound.js';
import { sendableText } from './sendable-text.js';
import type { SpeechJob, SpeechProgram, SystemVoice } from './system/program.js';
import { findSpeechProgram, speechPrograms } from './system/programs.js';
import { runSpeechProgram } from './system/run.js';
import { synthesizeSchema, type SynthesizeRequest, type VoiceInfo, type VoiceOutput } from './voice-engine.js';
import { SoundFault, WavStream } from './wav-stream.js';

export type { SystemVoice } from './system/program.js';

const optionsSchema = z.strictObject({
  /** As `systemVoices` lists them, by id or name; `default` leaves the choice to the program. */
  voice: z.string().min(1),
});

export type SystemEngineOptions = z.input<typeof optionsSchema>;

const listLimitMs = 10_000;
const trialText = 'Ready.';
const shownVoices = 12;

interface Parts {
  readonly program: SpeechProgram;
  readonly voice: string | undefined;
  /** Rate of its sound, as the first sentence had it. */
  readonly sampleRateHz: number;
}

/** The voices of the program that would speak here; none without one. */
export async function systemVoices(signal: AbortSignal): Promise<SystemVoice[]> {
  const program = speechPrograms().find(({ tool }) => hasTool(tool));
  return program ? listVoices(program, signal) : [];
}

/** Speaks a word first, so that one behind it in the list gets its chance when the program cannot. Throws one line. */
export async function createEngine(given: unknown): Promise<Engine> {
  const options = checked(optionsSchema, given, 'voice options');
  const program = findSpeechProgram();
  const { signal } = new AbortController();
  const voice = options.voice === 'default' ? undefined : await knownVoice(program, options.voice, signal);
  const parts = { program, voice, sampleRateHz: await measureRate(program, voice, signal) };
  return {
    methods: {
      synthesize: (args, call) => synthesize(parts, checked(synthesizeSchema, args, 'synthesize'), call),
      warmUp: async function* (_args, call) {
        await drain(soundOf(program, { text: trialText, voice, speed: 1 }, call.signal));
      },
      info: async function* () {
        yield infoOf(parts);
      },
    },
  };
}

function infoOf({ program, voice, sampleRateHz }: Parts): VoiceInfo {
  const whole = `${program.tool} hands out a sentence only when it is whole, so it starts later`;
  return {
    ...{ engine: 'system', voice: voice ?? 'default', sampleRateHz, provider: program.tool, threads: 1, speakers: [] },
    notes: program.kind === 'pipes' && program.tool !== 'powershell' ? [] : [whole],
  };
}

async function* synthesize(
  { program, voice, sampleRateHz }: Parts,
  args: SynthesizeRequest,
  { signal }: EngineCall,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const text = sendableText(args.text, args.lexicon);
  if (text === '') yield silentEnd(args.text);
  else yield* voiceOutputs(soundOf(program, { text, voice, speed: args.speed }, signal), args, sampleRateHz);
}

async function* soundOf(
  program: SpeechProgram,
  job: SpeechJob,
  signal: AbortSignal,
): AsyncGenerator<SoundPart, void, undefined> {
  const wav = new WavStream();
  let total = 0;
  try {
    for await (const bytes of runSpeechProgram(program, job, signal)) {
      const samples = wav.push(bytes);
      total += samples.length;
      if (samples.length > 0) yield { samples, sampleRateHz: wav.sampleRateHz ?? 0 };
    }
    if (total === 0) throw new SoundFault('no sound');
  } catch (error) {
    if (!(error instanceof SoundFault)) throw error;
    throw new Error(`${program.tool}: got ${error.message}, wanted a WAV; try it by hand`, { cause: error });
  }
}

async function measureRate(program: SpeechProgram, voice: string | undefined, signal: AbortSignal): Promise<number> {
  let rateHz = 0;
  for await (const part of soundOf(program, { text: trialText, voice, speed: 1 }, signal)) rateHz = part.sampleRateHz;
  return rateHz;
}

/** The program's own name for a voice. Some programs take any name and speak with another voice. */
async function knownVoice(program: SpeechProgram, wanted: string, signal: AbortSignal): Promise<string> {
  const known = await listVoices(program, signal);
  const isWanted = (name: string): boolean => name.toLowerCase() === wanted.toLowerCase();
  const found = known.find(({ id }) => isWanted(id)) ?? known.find(({ name }) => isWanted(name));
  if (found) return found.id;
  if (program.isVariant?.(wanted, known) === true) return wanted;
  const some = known.slice(0, shownVoices).map(({ id }) => id);
  const choice = `${some.join(', ')}${known.length > some.length ? '…' : ''}`;
  throw new Error(
    `tts.system.voice: got "${wanted}", wanted default or a voice of ${program.tool}: ${choice}; parley voices lists them`,
  );
}

async function listVoices(program: SpeechProgram, signal: AbortSignal): Promise<SystemVoice[]> {
  const { output } = await runTool(program.tool, program.listArgs, { limitMs: listLimitMs, signal });
  return program.parseVoices(output);
}
