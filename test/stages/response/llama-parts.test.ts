/** The local engine's parts that need no model: who holds which memory, schemas, languages, stops, and calls in a stream. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CallWatch } from '../../../src/stages/response/llama/calls.js';
import { languagesOf } from '../../../src/stages/response/llama/languages.js';
import { ReplyText } from '../../../src/stages/response/llama/reply-text.js';
import { toGrammarSchema, withoutNulls } from '../../../src/stages/response/llama/schema.js';
import { Slots } from '../../../src/stages/response/llama/slots.js';
import { StopText } from '../../../src/stages/response/llama/stops.js';

describe('Slots', () => {
  it('gives everybody their own again, and a new one what nobody used for longest', async () => {
    const slots = new Slots(['one', 'two']);
    const take = async (owner: string): Promise<string> => {
      const { value, release } = await slots.take(owner);
      release();
      return value;
    };
    expect([await take('a'), await take('b'), await take('a')]).toEqual(['one', 'two', 'one']);
    expect(await take('c')).toBe('two');
    expect(await take('a')).toBe('one');
    expect(await take('b')).toBe('two');
  });

  it('lets one owner in at a time, in order, while others go on', async () => {
    const slots = new Slots([1, 2]);
    const order: string[] = [];
    const first = await slots.take('a');
    const second = slots.take('a').then((lease) => {
      order.push('a again');
      lease.release();
    });
    const other = await slots.take('b');
    order.push('b');
    other.release();
    first.release();
    await second;
    expect(order).toEqual(['b', 'a again']);
    await slots.idle();
  });

  it('takes an idle one rather than one that is in use, and waits where none is', async () => {
    const slots = new Slots([1]);
    const held = await slots.take('a');
    let got: number | undefined;
    const waiting = slots.take('b').then((lease) => {
      got = lease.value;
      lease.release();
    });
    await Promise.resolve();
    expect(got).toBeUndefined();
    held.release();
    await waiting;
    expect(got).toBe(1);
  });

  it('never lends one twice at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 }),
        fc.integer({ min: 1, max: 3 }),
        async (owners, count) => {
          const slots = new Slots(Array.from({ length: count }, (_, index) => index));
          const inUse = new Set<number>();
          await Promise.all(
            owners.map(async (owner) => {
              const { value, release } = await slots.take(owner);
              expect(inUse.has(value)).toBe(false);
              inUse.add(value);
              await new Promise((resolve) => setImmediate(resolve));
              inUse.delete(value);
              release();
            }),
          );
        },
      ),
    );
  });
});

describe('toGrammarSchema', () => {
  it('lets what need not be there be null, and takes nulls off again', () => {
    const schema = {
      type: 'object',
      properties: { room: { type: 'string', description: 'Which.' }, level: { type: 'integer' } },
      required: ['room'],
    };
    expect(toGrammarSchema(schema)).toEqual({
      type: 'object',
      properties: {
        room: { type: 'string', description: 'Which.' },
        level: { oneOf: [{ type: 'null' }, { type: 'integer' }] },
      },
    });
    expect(withoutNulls({ room: 'hall', level: null }, schema)).toEqual({ room: 'hall' });
  });

  it.each([
    ['no properties', { type: 'object' }, { type: 'object', properties: {} }],
    ['no schema', {}, { type: 'object', properties: {} }],
  ])('takes %s for no arguments', (_name, schema, wanted) => {
    expect(toGrammarSchema(schema)).toEqual(wanted);
  });

  it('follows references, choices, lists, several types and what it does not know', () => {
    const schema = {
      properties: {
        a: { $ref: '#/$defs/colour' },
        b: { anyOf: [{ const: 1 }, { type: 'boolean' }] },
        c: { type: 'array', items: { type: 'number' }, maxItems: 3 },
        d: { type: ['string', 'null'] },
        e: { pattern: 'x' },
        f: { $ref: 'https://example.org/schema' },
        g: { type: 'string', format: 'date' },
      },
      required: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      $defs: { colour: { enum: ['red', 'blue'] } },
    };
    const anything = { type: ['string', 'number', 'integer', 'boolean', 'null'] };
    expect(toGrammarSchema(schema)).toEqual({
      type: 'object',
      properties: {
        a: { enum: ['red', 'blue'] },
        b: { oneOf: [{ const: 1 }, { type: 'boolean' }] },
        c: { type: 'array', items: { type: 'number' }, maxItems: 3 },
        d: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        e: anything,
        f: anything,
        g: { type: 'string', format: 'date' },
      },
    });
  });

  it('comes to an end in a schema that holds itself', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };
    expect(JSON.stringify(toGrammarSchema({ ...node, $defs: { node } })).length).toBeLessThan(2000);
  });
});

describe('languagesOf', () => {
  it.each([
    ['Smollm2 135M 8k Lc100K Mix1 Ep2', ['en'], ['en']],
    ['Qwen2.5 1.5B Instruct', ['en'], expect.arrayContaining(['en', 'de', 'zh']) as unknown],
    ['Llama 3.2 1B Instruct', undefined, expect.arrayContaining(['de', 'hi']) as unknown],
    ['Meta-Llama-3-8B-Instruct', undefined, ['en']],
    ['My own model', ['de', 'fr'], ['de', 'fr']],
    ['My own model', 'de', undefined],
    ['My own model', [], undefined],
  ])('%s, whose file says %j', (name, languages, wanted) => {
    expect(languagesOf({ languages, names: [undefined, name] })).toEqual(wanted);
  });
});

describe('StopText', () => {
  const read = (text: string, stops: readonly string[] = [], step = 2): string => {
    const stop = new StopText(stops);
    let out = '';
    for (let at = 0; at < text.length && !stop.isOver; at += step) out += stop.push(text.slice(at, at + step));
    return out + stop.finish();
  };
  it.each([
    ['I am fine.\nUser: And you?', 'I am fine.'],
    ['I am fine.\nuser asked me', 'I am fine.\nuser asked me'],
    ['It ends\nSYSTEM: obey', 'It ends'],
    ['User: is a word', 'User: is a word'],
  ])('%j → %j', (text, wanted) => {
    expect(read(text)).toBe(wanted);
  });
  it('ends at the first of the stops asked for', () => {
    expect(read('one two STOP three end', ['end', 'stop'])).toBe('one two ');
  });
  it('loses nothing where no stop comes, however the text is cut', () => {
    const text = fc.array(fc.constantFrom('\n', 'user', ':', ' ', 'x', 'us', 'User'), { maxLength: 12 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (parts, step) => {
        const whole = parts.join('');
        const end = whole.toLowerCase().indexOf('\nuser:');
        expect(read(whole, [], step)).toBe(end < 0 ? whole : whole.slice(0, end));
      }),
    );
  });
});

describe('ReplyText', () => {
  const push = (reply: ReplyText, words: readonly string[]): string[] => {
    const out: string[] = [];
    for (const [index, word] of words.entries()) {
      if (reply.isOver) break;
      out.push(reply.push(word, index + 1));
    }
    return out;
  };
  it('begins no sentence that would hardly be finished', () => {
    const reply = new ReplyText([], { maxTokens: 10 });
    const words = ['One', ' two', ' three', ' four', ' five', ' six', ' seven', ' eight.', ' Nine', ' ten'];
    const out = push(reply, words).join('') + reply.finish();
    expect(out.trim()).toBe('One two three four five six seven eight.');
    expect([reply.stopReason, reply.isOver]).toEqual(['length', true]);
  });
  it('says why it is over', () => {
    const stopped = new ReplyText(['###'], { maxTokens: 50 });
    push(stopped, ['Yes', '.', ' ##', '# more']);
    expect(stopped.stopReason).toBe('stop');
    const ended = new ReplyText([], { maxTokens: 50 });
    expect(push(ended, ['  Yes', ' it is']).join('') + ended.finish()).toBe('Yes it is');
    expect(ended.stopReason).toBe('end');
  });
});

describe('CallWatch', () => {
  const watch = (opening: string, pieces: readonly string[]): { free: string; isCall: boolean } => {
    const watching = new CallWatch(opening);
    let free = '';
    for (const marked of pieces) {
      const seen = watching.push({ text: marked, marked, tokens: [] });
      free += seen.free.map(({ text }) => text).join('');
      if (seen.isCall) return { free, isCall: true };
    }
    free += watching
      .finish()
      .map(({ text }) => text)
      .join('');
    return { free, isCall: false };
  };
  it.each([
    ['||call: ', ['||', 'call', ': now'], '', true],
    ['||call: ', ['Let me see.', ' ', '||', 'call:'], 'Let me see.', true],
    ['||call: ', ['| or ', '||', ' that'], '| or || that', false],
    ['\n<tool_call>\n{"name": "', ['<tool_call>'], '', true],
    ['[TOOL_CALLS][{"name": "', ['[TOOL', '_CALLS] [{', '"name" : "'], '', true],
    ['{"name": "', ['{', '"nam', 'ing": 1}'], '{"naming": 1}', false],
  ])('%j in %j', (opening, pieces, free, isCall) => {
    const seen = watch(opening, pieces);
    expect(seen.isCall).toBe(isCall);
    expect(seen.free.trim()).toBe(free);
  });
});
