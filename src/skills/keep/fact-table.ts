/** Facts in the store: one value for each subject. */
import type { Fact, Facts } from './facts.js';
import { fitText, KeepLimitError, limits } from './limits.js';
import { numberOf, textOf, type Store } from './store.js';

export class FactTable implements Facts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order in which they were first told. */
  list(): readonly Fact[] {
    return this.#store
      .read('SELECT subject, value FROM fact ORDER BY id')
      .map((row) => ({ subject: textOf(row, 'subject'), value: textOf(row, 'value') }));
  }

  get(subject: string): string | undefined {
    const [row] = this.#store.read('SELECT value FROM fact WHERE subject = ?', subjectKey(subject));
    return row === undefined ? undefined : textOf(row, 'value');
  }

  /** Throws `KeepLimitError` when there are too many or one is too long, with a sentence for the user. */
  set(subject: string, value: string): void {
    const key = subjectKey(fitText(subject, limits.name));
    const text = fitText(value, limits.text);
    this.#store.transact(() => {
      const [count] = this.#store.read('SELECT count(*) AS n FROM fact WHERE subject <> ?', key);
      if (numberOf(count, 'n') >= limits.facts)
        throw new KeepLimitError('I know too much already. Let me forget something.');
      this.#store.write(
        'INSERT INTO fact (subject, value) VALUES (?, ?) ON CONFLICT (subject) DO UPDATE SET value = excluded.value',
        ...[key, text],
      );
    });
  }

  forget(subject: string): boolean {
    return this.#store.write('DELETE FROM fact WHERE subject = ?', subjectKey(subject)).changes > 0;
  }

  forgetAll(): number {
    return this.#store.write('DELETE FROM fact').changes;
  }
}

function subjectKey(subject: string): string {
  return subject.trim().toLowerCase().normalize('NFC').replaceAll(/\s+/g, ' ');
}
