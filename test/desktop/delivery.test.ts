import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Delivery, type DeliveryOptions } from '../../src/desktop/delivery.js';
import { openOutbox, type Outbox } from '../../src/desktop/outbox.js';
import { OutletError } from '../../src/desktop/outlet-error.js';
import type { Delivered, Outlet, TextEdit } from '../../src/pipeline/dictation.js';

/** Takes so many characters, then fails with a line. */
class ShortOutlet implements Outlet {
  readonly name: string;
  text = '';
  room: number;
  readonly line: string;

  constructor(name: string, room = Infinity, line = `${name}: full`) {
    this.name = name;
    this.room = room;
    this.line = line;
  }

  async deliver(edit: TextEdit): Promise<Delivered> {
    if (edit.kind === 'delete') this.text = this.text.slice(0, -edit.characters);
    if (edit.kind === 'key') this.text += `<${edit.key}>`;
    if (edit.kind !== 'insert') return { by: this.name };
    const taken = edit.text.slice(0, this.room);
    this.text += taken;
    this.room -= taken.length;
    if (taken.length < edit.text.length) throw new OutletError(this.line, taken.length);
    return { by: this.name };
  }
}

const window = { id: '7', application: 'xterm' };
const never = new AbortController().signal;
const hello: TextEdit = { kind: 'insert', text: 'Hello there.' };
let folder: string;
let outbox: Outbox;
const notices: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'delivery-'));
  outbox = await openOutbox({ path: join(folder, 'outbox.jsonl'), keep: { count: 10, days: 1 }, now: () => 1e12 });
  notices.length = 0;
});
afterEach(async () => {
  await outbox.close();
  await rm(folder, { recursive: true, force: true });
});

function create(outlets: readonly Outlet[], more: Partial<DeliveryOptions> = {}): Delivery {
  return new Delivery({ outlets, focus: undefined, outbox, onNotice: (line) => notices.push(line), ...more });
}

describe('delivery', () => {
  it('is kept before it is typed, and known to be delivered afterwards', async () => {
    const states: (string | undefined)[] = [];
    const outlet: Outlet = {
      name: 'look',
      deliver: async () => {
        states.push(outbox.last()?.state);
        return { by: 'look' };
      },
    };
    const result = await create([outlet]).deliver({ raw: 'hello there', edits: [hello], window }, never);
    expect(result).toEqual({ by: 'look' });
    expect(states).toEqual(['typing']);
    expect(outbox.last()).toMatchObject({ state: 'delivered', by: 'look', raw: 'hello there', edits: [hello] });
    expect(notices).toEqual([]);
  });

  it('goes to the next outlet where the first one fails, and says where the text is', async () => {
    const [first, second] = [new ShortOutlet('x11', 0, 'x11: no window is in front'), new ShortOutlet('clipboard')];
    const { by, notice } = await create([first, second]).deliver({ raw: '', edits: [hello], window }, never);
    expect([first.text, second.text, by]).toEqual(['', 'Hello there.', 'clipboard']);
    expect(notice).toBe('x11: no window is in front; the text went to clipboard');
    expect(notices).toEqual([notice]);
    expect(outbox.pending()).toEqual([]);
  });

  it('types nothing twice after a part has arrived', async () => {
    const [first, second] = [new ShortOutlet('x11', 5), new ShortOutlet('clipboard')];
    const edits: TextEdit[] = [hello, { kind: 'key', key: 'enter' }, { kind: 'insert', text: 'Bye.' }];
    const { notice } = await create([first, second]).deliver({ raw: '', edits, window }, never);
    expect([first.text, second.text]).toEqual(['Hello', ' there.<enter>Bye.']);
    expect(notice).toBe('x11: full; the rest went to clipboard');
    expect(outbox.last()?.by).toBe('x11, clipboard');
  });

  it('keeps what nobody takes, and the rest of what was begun', async () => {
    const [first, second] = [new ShortOutlet('x11', 5), new ShortOutlet('file', 3)];
    const delivery = create([first, second]);
    const { by, notice } = await delivery.deliver({ raw: 'hello there', edits: [hello], window }, never);
    expect(by).toBe('kept');
    expect(notice).toBe('x11: full; file: full; the rest is kept: `parley dictate --pending` shows it');
    expect(outbox.pending()).toMatchObject([{ raw: 'hello there', rest: [{ kind: 'insert', text: 'ere.' }] }]);
    first.room = 100;
    expect(await delivery.retry(never)).toEqual([{ by: 'x11' }]);
    expect(first.text + second.text).toBe('Helloere. th');
    expect(outbox.pending()).toEqual([]);
  });

  it('fetches an utterance again whole, without what it took back elsewhere', async () => {
    const outlet = new ShortOutlet('x11');
    const clipboard = new ShortOutlet('clipboard');
    const delivery = create([outlet], { clipboard });
    const edits: TextEdit[] = [{ kind: 'delete', characters: 4 }, hello];
    await delivery.deliver({ raw: '', edits, window }, never);
    const id = outbox.last()?.id ?? '';
    await delivery.retry(never, id);
    expect(outlet.text).toBe('Hello there.Hello there.');
    expect(await delivery.copy(id)).toEqual({ by: 'clipboard' });
    expect(clipboard.text).toBe('Hello there.');
    await expect(delivery.copy('nothing')).rejects.toThrow('no utterance has the id nothing');
  });

  it('does one after the other, however they come', async () => {
    const outlet = new ShortOutlet('x11');
    const delivery = create([outlet]);
    const texts = ['One. ', 'Two. ', 'Three. ', 'Four. '];
    await Promise.all(
      texts.map((text) => delivery.deliver({ raw: '', edits: [{ kind: 'insert', text }], window }, never)),
    );
    expect(outlet.text).toBe(texts.join(''));
    await delivery.close();
  });

  it('keeps what was broken off', async () => {
    const outlet = new ShortOutlet('x11');
    const { by, notice } = await create([outlet]).deliver({ raw: '', edits: [hello], window }, AbortSignal.abort());
    expect([by, outlet.text]).toEqual(['kept', '']);
    expect(notice).toBe('it was broken off; the text is kept: `parley dictate --pending` shows it');
  });
});
