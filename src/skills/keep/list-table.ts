/** Lists in the store. A list is there as long as something is on it. */
import { likenessKey } from './alike.js';
import { fitText, KeepLimitError, limits } from './limits.js';
import type { ListItem, Lists } from './lists.js';
import { numberOf, textOf, type Row, type Store } from './store.js';

export class ListTable implements Lists {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  names(): readonly string[] {
    const rows = this.#store.read('SELECT list, min(id) AS first FROM item GROUP BY list_key ORDER BY first');
    return rows.map((row) => textOf(row, 'list'));
  }

  items(list: string): readonly ListItem[] {
    return this.#store.read('SELECT id, text FROM item WHERE list_key = ? ORDER BY id', listKey(list)).map(toItem);
  }

  /** Throws `KeepLimitError` when the store is full or the text too long, with a sentence for the user. */
  add(list: string, text: string): boolean {
    const name = fitText(list, limits.name);
    const item = fitText(text, limits.text);
    return this.#store.transact(() => {
      const [count] = this.#store.read('SELECT count(*) AS n FROM item');
      if (numberOf(count, 'n') >= limits.items) throw new KeepLimitError('My lists are full. Clear one first.');
      const { changes } = this.#store.write(
        'INSERT INTO item (list_key, list, key, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ...[listKey(name), name, likenessKey(item), item],
      );
      return changes > 0;
    });
  }

  /** Where nothing is quite alike, the only item that has all the words asked for: "milk" takes "2 bottles of milk". */
  remove(list: string, text: string): readonly ListItem[] {
    const key = likenessKey(text);
    return this.#store.transact(() => {
      const gone = this.#match(listKey(list), key);
      for (const { id } of gone) this.#store.write('DELETE FROM item WHERE id = ?', id);
      return gone;
    });
  }

  clear(list: string): number {
    return this.#store.write('DELETE FROM item WHERE list_key = ?', listKey(list)).changes;
  }

  #match(list: string, key: string): readonly ListItem[] {
    const rows = this.#store.read('SELECT id, text, key FROM item WHERE list_key = ? ORDER BY id', list);
    const same = rows.filter((row) => textOf(row, 'key') === key);
    if (same.length > 0) return same.map(toItem);
    const words = key.split(' ');
    const near = rows.filter((row) => words.every((word) => textOf(row, 'key').split(' ').includes(word)));
    return near.length === 1 ? near.map(toItem) : [];
  }
}

function toItem(row: Row): ListItem {
  return { id: numberOf(row, 'id'), text: textOf(row, 'text') };
}

/** "Shopping", "the shopping list" and "shopping lists" are one. */
function listKey(name: string): string {
  const key = likenessKey(name);
  return key.replace(/ list$/, '') || key;
}
