import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eraseTraces, historyFile, repliesFile } from '../../src/assistant/data-folder.js';
import { Writing, type WritingParts } from '../../src/assistant/writing.js';
import { Conversations } from '../../src/stages/response/conversations.js';
import { ReplyCache, ReplyFile } from '../../src/stages/response/cache.js';
import { SkillAnswers } from '../../src/stages/response/cache/skill-answers.js';
import { SoundFolder } from '../../src/stages/tts/sound-folder.js';
import { SpeechCache } from '../../src/stages/tts/speech-cache.js';
import { FakeClock } from '../stages/response/fakes.js';

let folder: string;
const faults: Error[] = [];
const onFault = (error: Error): void => void faults.push(error);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-forget-'));
  vi.stubEnv('PARLEY_DATA', join(folder, 'data'));
  vi.stubEnv('PARLEY_HISTORY', join(folder, 'state', 'ask-history'));
  for (const path of [repliesFile(), historyFile() ?? '']) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'what time is it\n');
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  expect(faults.splice(0)).toEqual([]);
});

describe('to forget everything', () => {
  it('removes the files of replies and questions, whatever the settings are by now', () => {
    eraseTraces(onFault);
    eraseTraces(onFault);
    expect([repliesFile(), historyFile() ?? ''].map((path) => existsSync(path))).toEqual([false, false]);
  });

  it('leaves nothing of any conversation, reply or sound, and lets the model read an empty one', async () => {
    const clock = new FakeClock();
    const conversations = new Conversations(clock, { maxHistory: 5, timeoutMs: 1e6 });
    for (const one of [conversations.main, conversations.of('Ada')]) {
      one.begin('1', { user: 'Who was Ada?', remembered: true });
      one.recordHeard('1', 'A mathematician of the nineteenth century.');
    }
    const bounds = { sizeBytes: 1e6, ttlMs: 1e6 };
    const cache = new ReplyCache(clock, {
      ...{ ...bounds, size: 9 },
      file: new ReplyFile({ path: repliesFile(), sizeBytes: 1e6, clock, onFault }),
    });
    const question = { id: 'q', wording: 'w', isRoundabout: false, namesSubject: true };
    cache.keep(question, 'A mathematician.');
    const sounds = new SpeechCache(clock, {
      ...bounds,
      folder: new SoundFolder({ ...bounds, path: join(folder, 'spoken'), onFault }),
    });
    sounds.keep('a', { samples: new Float32Array(10), wordEnds: [] });
    const read: number[] = [];
    const responder = { warmUp: () => Promise.resolve(read.push(conversations.main.history().length)) };
    const parts = {
      memory: { conversations, answers: new SkillAnswers(clock) },
      running: () => ({ cache, sounds, stages: { responder }, specs: new Map() }),
    } as unknown as WritingParts;
    new Writing(parts).forgetTraces(onFault);
    await Promise.all([cache.settled(), sounds.settled()]);
    expect(conversations.main.history()).toEqual([]);
    expect([conversations.of('Ada').history(), conversations.of('Ada').lastHeard()]).toEqual([[], '']);
    expect([cache.find(question), await sounds.find('a')]).toEqual([undefined, undefined]);
    expect([repliesFile(), historyFile() ?? '', join(folder, 'spoken')].filter((path) => existsSync(path))).toEqual([]);
    expect(read).toEqual([0]);
  });
});
