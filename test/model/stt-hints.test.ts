/** Hints mend what is misheard, change nothing that is clear, and never make a text of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import type { Transcript } from '../../src/pipeline/messages.js';
import { builtInSkills } from '../../src/skills/built-in/index.js';
import { createToolSkills } from '../../src/skills/built-in/tools.js';
import { hintsOf } from '../../src/skills/hints.js';
import { noTools } from '../../src/tools/tool.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { toWords } from '../fixtures/words.js';
import { callMethod, callOf, canHear, clips, loadEngine, readClip } from './stt-clips.js';

const id = 'whisper-tiny.en';
const present = canHear(id);
/** "Turn on the living room lamp": read as "… the living room, Liam". */
const MISHEARD = 'en_command_wyoming_faster_whisper_turn_on_the_living_room_lamp.wav';
const hints = hintsOf([...createToolSkills(noTools, { clock: systemClock })(), ...builtInSkills]);

describe.skipIf(!present)('hints', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await loadEngine(id);
  });

  afterAll(async () => {
    await engine.close?.();
  });

  async function read(samples: Float32Array, given?: typeof hints): Promise<string> {
    const args = { samples, language: 'en', ...(given === undefined ? {} : { hints: given }) };
    const [final] = await callMethod(engine, 'transcribe', args);
    return final?.text ?? '';
  }

  it('mend a request that is misheard without them', async () => {
    const samples = await readClip(MISHEARD);
    const said = toWords(clips.find(({ file }) => file === MISHEARD)?.text ?? '');
    expect(toWords(await read(samples))).not.toEqual(said);
    expect(toWords(await read(samples, hints))).toEqual(said);
  });

  it('that are empty change nothing', async () => {
    const samples = await readClip(MISHEARD);
    expect(await read(samples, { language: 'en', context: [], words: [] })).toBe(await read(samples));
  });

  it('make no text of silence, noise, chimes and music', async () => {
    for (const clip of clips.filter(({ kind }) => kind === 'noise')) {
      const text = await read(await readClip(clip.file), hints);
      // As without hints: on processors with VNNI the 8-bit sums come out a little otherwise.
      const isNamedChime = clip.file.endsWith('done_chime.wav') && text === 'Beep!';
      expect([clip.file, isNamedChime ? '' : text]).toEqual([clip.file, '']);
    }
    for (const length of [0, 400, 16_000]) expect(await read(new Float32Array(length), hints)).toBe('');
  });

  it('mean the same to partials and to the final', async () => {
    const samples = await readClip(MISHEARD);
    let tell = (): void => undefined;
    const told = new Promise<void>((resolve) => (tell = resolve));
    async function* speak() {
      for (let at = 0; at < samples.length; at += 512) {
        yield { kind: 'audio', frame: { samples: samples.subarray(at, at + 512), sampleRateHz: 16_000 } };
      }
      yield { kind: 'pause' };
      await told;
      yield { kind: 'commit', isQuiet: false };
    }
    const settings = { language: 'en', partials: true, partialIntervalMs: 300, streaming: true };
    const partials: string[] = [];
    let final = '';
    for await (const value of engine.methods['recognize']?.({ ...settings, hints }, callOf(speak())) ?? []) {
      const { kind, text } = value as Transcript;
      if (kind === 'final') final = text;
      else partials.push(text);
      tell();
    }
    expect(toWords(final)).toEqual(['turn', 'on', 'the', 'living', 'room', 'lamp']);
    expect(partials).toEqual([final]);
  });
});
