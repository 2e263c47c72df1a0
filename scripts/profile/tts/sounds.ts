/** The part of `bench tts` that measures first sounds, cost and memory, with everybody loaded who is to be heard. */
import { setTimeout as wait } from 'node:timers/promises';
import { summarise, type Row } from '../summary.js';
import { openStages } from './assistant-way.js';
import { measureFirstSounds, ways, type ReplyResult, type Sayers } from './first-sound.js';
import { processMemory, type ProcessMemory } from './memory.js';
import type { Bench, Found, TtsBenchOptions } from './part.js';
import { openPeer, type PeerVoice } from './peer.js';
import { soundFacts, soundRows } from './rows.js';
import { sayAsReply, sayToEngine } from './saying.js';
import { openHere, openHosted, wholeSpec, type HostedVoice } from './voice.js';

/** The host reports its memory once a second where the system does not tell. */
const MEMORY_AGE_MS = 1500;

export async function measureSounds(bench: Bench, options: TtsBenchOptions): Promise<Found> {
  const opened: { close(): unknown }[] = [];
  const keep = <T extends { close(): unknown }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const { signal } = options.fetch;
  try {
    const host = keep(await openHosted({ tts: bench.plan.tts }, signal));
    const loaded = await memoryOf(host);
    const peer =
      options.compare && keep(await openPeer(options.compare, { plan: bench.plan, info: bench.voice.info }, signal));
    const sayers = await openSayers(bench, { host, peer, keep }, signal);
    const results = await measureFirstSounds(sayers, {
      ...{ limit: options.limit, signal },
      onResult: (result, count, of) => {
        options.onProgress(describeResult(result, `${count}/${of}`));
      },
    });
    const memory = memoryRows({ loaded, after: await memoryOf(host), peerMb: await peer?.rssMb() });
    const facts = { ...soundFacts(results), ...(peer === undefined ? {} : { peer: peer.name }) };
    return { rows: [...soundRows(results), ...memory], facts, details: results };
  } finally {
    for (const one of opened) await one.close();
  }
}

interface Parts {
  readonly host: HostedVoice;
  readonly peer: PeerVoice | undefined;
  readonly keep: <T extends { close(): unknown }>(one: T) => T;
}

async function openSayers({ plan, voice }: Bench, { host, peer, keep }: Parts, signal: AbortSignal): Promise<Sayers> {
  const stages = await openStages(plan, host.host, signal);
  const inOnePiece = wholeSpec(plan.tts);
  const whole = inOnePiece && keep(await openHosted({ tts: inOnePiece }, signal));
  const wholeHere = inOnePiece && keep(await openHere(inOnePiece, signal));
  return {
    host: (text) => sayToEngine(host, text),
    reply: (text) => sayAsReply(host, text, { stages, signal }),
    direct: (text) => sayToEngine(voice, text),
    ...(whole === undefined ? {} : { whole: (text) => sayToEngine(whole, text) }),
    ...(wholeHere === undefined ? {} : { wholeDirect: (text) => sayToEngine(wholeHere, text) }),
    ...(peer === undefined ? {} : { peer: (text) => peer.say(text) }),
  };
}

async function memoryOf({ host }: HostedVoice): Promise<ProcessMemory> {
  const told = await processMemory(host.stats().pid);
  if (told !== undefined) return told;
  await wait(MEMORY_AGE_MS);
  const rssMb = host.stats().rssBytes / 1e6;
  return { rssMb, peakMb: rssMb };
}

interface Memory {
  readonly loaded: ProcessMemory;
  readonly after: ProcessMemory;
  readonly peerMb: number | undefined;
}

/** Of the inference process with nothing but the voice in it. */
function memoryRows({ loaded, after, peerMb }: Memory): Row[] {
  const rows = [
    summarise('memory-loaded', 'MB', [loaded.rssMb]),
    summarise('memory', 'MB', [after.rssMb]),
    summarise('memory-peak', 'MB', [after.peakMb]),
    summarise('memory-peer', 'MB', peerMb === undefined ? [] : [peerMb]),
  ];
  return rows.filter((row) => row !== undefined);
}

function describeResult({ text, said }: ReplyResult, place: string): string {
  const times = ways.flatMap((way) => {
    const saying = said[way];
    return saying === undefined ? [] : [`${way} ${saying.firstMs?.toFixed(0) ?? '–'}`];
  });
  return `${place} ${times.join(' · ')} ms "${text}"`;
}
