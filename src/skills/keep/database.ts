/** What survives a restart: one SQLite file with lists, facts and everything that rings. */
import { AlarmTable } from './alarm-table.js';
import type { Facts } from './facts.js';
import { FactTable } from './fact-table.js';
import { ListTable } from './list-table.js';
import type { Lists } from './lists.js';
import { openStore, type StoreFileOptions } from './store-file.js';

export interface Keep {
  readonly lists: Lists;
  readonly facts: Facts;
  /** For `AlarmClock`, which makes alarms of its rows. */
  readonly alarms: AlarmTable;
  /** Legal any number of times; nothing else is legal afterwards. */
  close(): void;
}

/**
 * Opens or makes the file. What is wrong with it is told in one line, never thrown: a damaged file is set aside, and
 * where none can be written everything goes on in memory.
 */
export function openKeep(options: StoreFileOptions): Keep {
  const store = openStore(options);
  return {
    lists: new ListTable(store),
    facts: new FactTable(store),
    alarms: new AlarmTable(store),
    close: () => {
      store.close();
    },
  };
}
