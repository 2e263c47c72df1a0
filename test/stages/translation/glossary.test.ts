import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Glossary } from '../../../src/stages/translation/glossary.js';

const glossary = new Glossary({
  glossary: { Rechnung: 'invoice', 'offene Rechnung': 'outstanding invoice', 'C++': 'C plus plus', 請求書: 'invoice' },
  keep: ['Parley', 'Anna-Lena'],
});

describe('the glossary', () => {
  it.each([
    ['Die Rechnung ist da.', ['invoice']],
    ['die RECHNUNG', ['invoice']],
    ['Eine offene  Rechnung!', ['outstanding invoice']],
    ['Die offene Rechnung und die Rechnung', ['outstanding invoice', 'invoice']],
    ['Abrechnungen', []],
    ['Rechnungen', []],
    ['Wir schreiben C++.', ['C plus plus']],
    ['この請求書です', ['invoice']],
    ['Hallo parley, hier ist Anna-Lena.', ['Parley', 'Anna-Lena']],
    ['Parleys', []],
    ['', []],
  ])('finds in %j: %j', (text, wanted) => {
    expect(glossary.find(text).map((term) => term.wanted)).toEqual(wanted);
  });

  it('tells which terms a translation lacks', () => {
    expect(glossary.missing('Parley, die Rechnung.', 'Parley, the bill.').map(({ wanted }) => wanted)).toEqual([
      'invoice',
    ]);
    expect(glossary.missing('Parley, die Rechnung.', 'Parley, the INVOICE.')).toEqual([]);
    expect(glossary.missing('Die Rechnung.', 'The invoices.').map(({ found }) => found)).toEqual(['Rechnung']);
  });

  it('puts terms that were left as they were into the words that are wanted', () => {
    expect(glossary.apply('The Rechnung for parley is here.')).toBe('The invoice for Parley is here.');
    expect(glossary.apply('The Rechnung is here.', 'Das ist da.')).toBe('The Rechnung is here.');
    expect(glossary.apply('The Rechnung is here.', 'Die Rechnung ist da.')).toBe('The invoice is here.');
  });

  it('writes a word that sounds like a name of the text as that name', () => {
    expect(glossary.restore('Hallo Parley, wie geht es?', 'Hello Parlay, how are you?')).toBe(
      'Hello Parley, how are you?',
    );
    expect(glossary.restore('Hallo, wie geht es?', 'Hello Parlay, how are you?')).toBe('Hello Parlay, how are you?');
    expect(glossary.restore('Hallo Parley.', 'Hello there.')).toBe('Hello there.');
  });

  it('takes English words of a translation from sound as terms, too', () => {
    const english = new Glossary({ glossary: { bill: 'invoice' }, keep: [] });
    expect(english.restore('Die Rechnung, bitte.', 'The bill, please.')).toBe('The invoice, please.');
  });

  it('has one digest for equal terms, whatever their order', () => {
    const one = new Glossary({ glossary: { a: 'b', c: 'd' }, keep: ['E'] });
    const other = new Glossary({ glossary: { c: 'd', a: 'b' }, keep: ['E'] });
    expect(one.digest).toBe(other.digest);
    expect(one.digest).not.toBe(new Glossary({ glossary: { a: 'b' }, keep: [] }).digest);
  });

  it('finds every term wherever it stands between other words, whatever characters it has', () => {
    const term = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(term, (text) => {
        const one = new Glossary({ glossary: { [text]: 'found' }, keep: [] });
        expect(one.find(`so, ${text.trim()} , then`).map(({ wanted }) => wanted)).toContain('found');
        expect(one.apply('nothing of it stands here').length).toBeGreaterThan(0);
      }),
    );
  });
});
