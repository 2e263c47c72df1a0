/** Lists and notes that survive a restart. */

export interface ListItem {
  readonly id: number;
  readonly text: string;
}

export interface Lists {
  /** Names of the lists that hold something, in the order made. */
  names(): readonly string[];
  /** Items in order of adding; empty for a list that is not there. Names are compared without case and plural. */
  items(list: string): readonly ListItem[];
  /** False when it was on the list already. Throws when the store is full. */
  add(list: string, text: string): boolean;
  /** The items that went; those that are alike ("egg", "eggs"). */
  remove(list: string, text: string): readonly ListItem[];
  /** How many went. */
  clear(list: string): number;
}
