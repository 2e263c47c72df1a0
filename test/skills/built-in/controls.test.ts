/** What the assistant changes about itself, by voice. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { controlSkills } from '../../../src/skills/built-in/controls.js';
import { voiceName } from '../../../src/skills/built-in/controls-choice.js';
import { openRoom } from './talk-context.js';

const room = (): ReturnType<typeof openRoom> => openRoom({ skills: controlSkills, vary: (lines) => lines[0] });
const step = (up: boolean, size = 'normal'): object => ({ move: { kind: 'step', up, size } });
const to = (percent: number): object => ({ move: { kind: 'to', percent } });

describe('requests about the assistant itself', () => {
  it.each([
    ['Turn the volume up.', 'volume', step(true)],
    ['Turn up the volume a bit', 'volume', step(true, 'small')],
    ['Volume up', 'volume', step(true)],
    ['volume app', 'volume', step(true)],
    ['Louder!', 'volume', step(true)],
    ['Speak a lot louder please', 'volume', step(true, 'large')],
    ['Speak up', 'volume', step(true)],
    ['You are too quiet', 'volume', step(true)],
    ["I can't hear you", 'volume', step(true)],
    ['Turn it down', 'volume', step(false)],
    ['Be quieter', 'volume', step(false)],
    ['Lower your voice', 'volume', step(false)],
    ['too loud', 'volume', step(false)],
    ['Set the volume to 40 percent', 'volume', to(40)],
    ['volume 5', 'volume', to(50)],
    ['Turn the valium to 40%', 'volume', to(40)],
    ['Raise the volume by 10 percent', 'volume', { move: { kind: 'by', percent: 10 } }],
    ['Turn the volume down by 20 percent', 'volume', { move: { kind: 'by', percent: -20 } }],
    ['Max volume', 'volume', { move: { kind: 'most' } }],
    ['Turn the volume all the way up', 'volume', { move: { kind: 'most' } }],
    ['Mute the sound', 'volume', { move: { kind: 'least' } }],
    ['Normal volume', 'volume', { move: { kind: 'usual' } }],
    ["What's the volume?", 'volume', { move: { kind: 'ask' } }],
    ['Speak faster', 'speed', step(true)],
    ['Speed up', 'speed', step(true)],
    ['Slow down a little', 'speed', step(false, 'small')],
    ['You speak too fast', 'speed', step(false)],
    ['Talk more slowly', 'speed', step(false)],
    ['Speak at normal speed', 'speed', { move: { kind: 'usual' } }],
    ['Set your speed to 120 percent', 'speed', to(120)],
    ['Speed 1.5', 'speed', to(150)],
    ['Speak twice as fast', 'speed', { move: { kind: 'most' } }],
    ['Change your voice', 'voice', { want: 'next' }],
    ['Use another voice', 'voice', { want: 'next' }],
    ['Use the voice Emma', 'voice', { want: 'name', name: 'emma' }],
    ['Switch to the Emma voice', 'voice', { want: 'name', name: 'emma' }],
    ['Which voices do you have?', 'voice', { want: 'list' }],
    ['Switch to low latency', 'preset', { want: 'name', name: 'low latency' }],
    ['Switch to fast mode', 'preset', { want: 'name', name: 'low latency' }],
    ['Switch to high quality mode', 'preset', { want: 'name', name: 'high quality' }],
    ['Use the balanced preset', 'preset', { want: 'name', name: 'balanced' }],
    ['Use the my cabin preset', 'preset', { want: 'name', name: 'my cabin' }],
    ['Which presets are there?', 'preset', { want: 'list' }],
    ['Mute', 'mute', {}],
    ['Turn off your microphone', 'mute', {}],
    ['Go to sleep', 'sleep', {}],
    ['Stop listening', 'sleep', {}],
  ])('"%s" is %s %j', (said, name, slots) => {
    const found = room().read(said);
    expect(found?.skill.name).toBe(name);
    expect(found?.slots).toEqual(slots);
  });
  it.each([
    'What is the volume of a sphere?',
    'Turn up the heat',
    'Turn it off',
    'Turn on the light',
    'Up',
    'What is the speed of light?',
    'Who has the loudest voice?',
    'Switch to French',
    'Switch to dark mode',
    'Change the voice of the narrator in my book',
    'What is the voice of reason?',
    'How do I mute my phone?',
    'Why do we sleep?',
    'Stop',
    'I want to go to sleep at ten',
    'More',
    'Give me a voice over',
    'Slow food is what exactly?',
  ])('"%s" is none', (said) => {
    expect(room().read(said)).toBeUndefined();
  });
});

describe('volume and speed', () => {
  it('go up and down, and further the same way', async () => {
    const { ask, controls } = room();
    expect(await ask('Louder')).toBe('Volume 120 percent.');
    expect(await ask('a bit more')).toBe('Volume 130 percent.');
    expect(await ask('too much')).toBe('Volume 120 percent.');
    expect(await ask('Set the volume to 40 percent')).toBe('Volume 40 percent.');
    expect(controls.volume).toBe(0.4);
    expect(await ask('Set the volume to 500 percent')).toBe('Volume 200 percent, the most there is.');
    expect(await ask('Louder')).toBe("That's as loud as I can be.");
    expect(await ask('Slower')).toBe("Okay, I'll speak slower.");
    expect(await ask('again')).toBe("Okay, I'll speak slower.");
    expect(controls.speed).toBe(0.7);
    expect(await ask('Normal speed')).toBe('Back to my usual speed.');
  });
  it('never leave their limits, and nobody becomes silent by steps', async () => {
    const wish = fc.constantFrom(
      'louder',
      'a lot louder',
      'quieter',
      'a lot quieter',
      'faster',
      'a lot slower',
      'max volume',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 12 }), async (wishes) => {
        const { ask, controls } = room();
        for (const each of wishes) expect(await ask(each)).toMatch(/\.$/);
        expect(controls.volume).toBeGreaterThanOrEqual(0.1);
        expect(controls.volume).toBeLessThanOrEqual(2);
        expect(controls.speed).toBeGreaterThanOrEqual(0.5);
        expect(controls.speed).toBeLessThanOrEqual(2);
      }),
      { numRuns: 50 },
    );
  });
  it('stay as they are for a turn that is taken back', async () => {
    const { plan, controls } = room();
    await plan('Louder');
    await plan('Go to sleep');
    await plan('Mute yourself');
    expect([controls.volume, controls.isAsleep, controls.isMuted]).toEqual([1, false, false]);
  });
  it.each(['Louder', 'Maximum volume', 'Voice off', 'Speak faster', 'Speak at normal speed'])(
    'become what they were when the turn is taken back after all: %s',
    async (said) => {
      const { plan, controls } = room();
      controls.setSpeed(0.8);
      const answer = await plan(said);
      answer?.effect?.();
      answer?.undo?.();
      expect([controls.volume, controls.speed]).toEqual([1, 0.8]);
    },
  );
  it('have no way back where the microphone is shut', async () => {
    const { plan } = room();
    expect((await plan('Go to sleep'))?.undo).toBeUndefined();
    expect((await plan('Mute yourself'))?.undo).toBeUndefined();
  });
});

describe('voices and presets', () => {
  it.each(['Switch to high quality', 'Use another voice'])(
    'are changed when nobody takes the turn back any more, and announced before: %s',
    async (said) => {
      let settle = (): void => undefined;
      const asked: string[] = [];
      const until = (effect: string): Promise<void> => {
        asked.push(effect);
        return new Promise((resolve) => (settle = resolve));
      };
      const { read, context, controls } = openRoom({
        skills: controlSkills,
        turn: { until, onTakenBack: () => undefined },
      });
      const { preset, voice } = controls;
      const found = read(said);
      const pieces = (found?.skill.answer(found.slots, context) as AsyncIterable<string>)[Symbol.asyncIterator]();
      expect(((await pieces.next()).value as string).toLowerCase()).toContain('one moment');
      const last = pieces.next();
      await Promise.resolve();
      expect([controls.preset, controls.voice, asked]).toEqual([preset, voice, ['lasting']]);
      settle();
      await last;
      expect([controls.preset, controls.voice]).not.toEqual([preset, voice]);
    },
  );
  it('are called by what people would say', () => {
    expect(['piper-en_US-joe-medium', 'kokoro:af_heart', 'espeak:en-us', 'openai:alloy'].map(voiceName)).toEqual([
      ...['Joe', 'Heart', 'American', 'Alloy'],
    ]);
  });
  it('go round, are found by name, or are told', async () => {
    const { ask, controls } = room();
    expect(await ask('Which voices do you have?')).toBe('This is Joe. I can speak with Joe, Heart and Emma.');
    expect(await ask('Change your voice')).toBe('One moment. From now on you hear Heart.');
    expect(await ask('Use the voice Emma')).toBe('One moment. From now on you hear Emma.');
    expect(await ask('Use the voice Emma')).toBe('This is Emma already.');
    expect(await ask('Use the voice Bob')).toBe('I have no voice called bob. I have Joe, Heart and Emma.');
    expect(controls.voice).toBe('bf_emma');
    expect(await ask('Switch to high quality')).toBe("One moment. I'm on high quality from now on.");
    expect(await ask('Switch to high quality')).toBe('High quality is in use already.');
    expect(await ask('Use the turbo preset')).toContain('There is no preset called turbo');
    expect(controls.preset).toBe('high-quality');
  });
  it('say so when they do not load', async () => {
    const { ask, controls } = room();
    controls.voices = ['piper-en_US-joe-medium', 'piper-en_US-broken-medium'];
    expect(await ask('Change your voice')).toBe(
      'One moment. That did not work: piper-en_US-broken-medium needs a model that is not here.',
    );
    controls.voices = ['piper-en_US-joe-medium'];
    expect(await ask('Change your voice')).toBe('This is the only voice I have.');
  });
});

describe('mute and sleep', () => {
  it('say how one comes back', async () => {
    const { ask, controls } = room();
    expect(await ask('Mute')).toContain('key');
    expect(await ask('Go to sleep')).toContain('Wake me');
    expect([controls.isMuted, controls.isAsleep]).toEqual([true, true]);
  });
});
