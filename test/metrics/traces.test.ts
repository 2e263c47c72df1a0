/** Turns leave as traces: to a file that viewers open, and to a collector that listens. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOtlp } from '../../src/metrics/otlp.js';
import { openTraceFile } from '../../src/metrics/trace-file.js';
import { turnOf } from './report.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-trace-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a trace file', () => {
  it('is whole JSON when it is closed, and one that viewers open when it is not', async () => {
    const path = join(folder, 'turns.json');
    const file = await openTraceFile(path);
    file.write(turnOf(), 15_000);
    file.write(turnOf({ turn: '2' }), 16_000);
    await file.close();
    const text = readFileSync(path, 'utf8');
    const events = JSON.parse(text) as { name: string; ph: string; ts: number }[];
    expect(events.filter(({ name }) => name.startsWith('turn ')).map(({ name }) => name)).toEqual(['turn 1', 'turn 2']);
    expect(events.every(({ ph }) => ['X', 'i', 'M'].includes(ph))).toBe(true);
    expect(text).not.toMatch(/Lisbon/);
    // The format's readers need no closing bracket.
    expect(text.endsWith('\n]\n')).toBe(true);
  });

  it('named .jsonl has a waterfall in each line', async () => {
    const path = join(folder, 'turns.jsonl');
    const file = await openTraceFile(path);
    file.write(turnOf(), 15_000);
    file.write(turnOf({ turn: '2' }), 16_000);
    await file.close();
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const [first] = lines.map((line) => JSON.parse(line) as { turn: string; voiceEndMs: number; facts: object });
    expect(lines).toHaveLength(2);
    expect(first).toMatchObject({ turn: '1', voiceEndMs: 13_000, facts: { source: 'skill', voiceToVoiceMs: 313 } });
  });

  it('that cannot be written is named', async () => {
    await expect(openTraceFile(join(folder, 'no', 'where.json'))).rejects.toThrow(
      /^--trace: .*where\.json cannot be written: /,
    );
  });
});

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: object }[];
  readonly events: readonly { name: string }[];
}

describe('a collector', () => {
  let server: Server;
  const bodies: string[] = [];
  let url: string;
  beforeEach(async () => {
    bodies.length = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gets a span for each turn and one below it for each bar, at the right time, without words', async () => {
    const traces = openOtlp({ url, version: '1.2.3', epochMs: 1_700_000_000_000, onFault: expect.unreachable });
    traces.send(turnOf(), 15_000);
    await traces.close();
    const sent = JSON.parse(bodies[0] ?? '') as {
      resourceSpans: {
        resource: { attributes: { key: string; value: { stringValue: string } }[] };
        scopeSpans: { spans: Span[] }[];
      }[];
    };
    const [resource] = sent.resourceSpans;
    const names = new Map(resource?.resource.attributes.map(({ key, value }) => [key, value.stringValue]));
    expect(names.get('service.name')).toBe('parley');
    const spans = resource?.scopeSpans.flatMap((scope) => scope.spans) ?? [];
    const turn = spans.find(({ name }) => name === 'turn');
    const below = spans.filter(({ parentSpanId }) => parentSpanId === turn?.spanId);
    expect(below.map(({ name }) => name)).toEqual([
      'speech',
      'endpoint',
      'stt',
      'nlp',
      'response',
      'split',
      'tts',
      'playout',
    ]);
    expect(turn).toMatchObject({ startTimeUnixNano: '1700000012000000000', endTimeUnixNano: '1700000015000000000' });
    expect(turn?.events.map(({ name }) => name)).toEqual(['voice-end', 'endpoint', 'first-sound']);
    expect(bodies.join('')).not.toMatch(/Lisbon|Half past/);
  });

  it('that is not there is told once, and holds nothing up', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const faults: string[] = [];
    const traces = openOtlp({ url, version: '1', epochMs: 0, onFault: (line) => faults.push(line) });
    for (let i = 0; i < 100; i++) traces.send(turnOf({ turn: String(i) }), 15_000);
    await traces.close();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(
      /^metrics\.otlp_url: http:\/\/127\.0\.0\.1:\d+\/v1\/traces does not take traces \(.+\); is a collector running there\?$/,
    );
  });
});
