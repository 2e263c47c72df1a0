/** Words that safe rewriting rests on, as sources of regular expressions. */

/** "The … of X" has one meaning with and without its article. Singular, and none of them a title by itself. */
export const RELATIONS =
  'capital|capital city|population|area|surface area|currency|flag|national anthem|official language|height|length|width|' +
  'depth|size|weight|mass|density|volume|diameter|radius|circumference|speed|temperature|boiling point|melting point|' +
  'freezing point|atomic number|atomic mass|atomic weight|chemical formula|chemical symbol|symbol|distance|difference|' +
  'similarity|definition|meaning|origin|purpose|function|cause|color|shape|value|square root|cube root|square|cube|sum|' +
  'product|plural|past tense|title|number';

/** The same for people: one asks who, not what. */
export const PEOPLE =
  'president|first president|king|queen|prime minister|first prime minister|chancellor|ruler|emperor|author|writer|composer|' +
  'painter|inventor|founder|director|creator|discoverer|ceo';

/** Without "most", "best" and their like: "do the most people" is not "do most people". */
export const SUPERLATIVES =
  'largest|biggest|tallest|highest|longest|smallest|shortest|deepest|fastest|slowest|oldest|youngest|hottest|coldest|' +
  'heaviest|lightest|brightest|richest|poorest|widest|hardest|softest|strongest|driest|wettest';

export const COMPARATIVES =
  'larger|bigger|taller|higher|longer|smaller|shorter|deeper|faster|slower|older|younger|hotter|colder|heavier|lighter|' +
  'brighter|richer|poorer|wider|harder|softer|stronger|drier|wetter|warmer|cooler|closer|farther|further|healthier|cheaper|' +
  'smarter|safer|denser|more \\w+|less \\w+';

/** Of these "what" and "which" ask the same. */
export const KINDS =
  'country|city|continent|planet|river|ocean|sea|lake|mountain|island|state|animal|bird|element|metal|gas|language|color|' +
  'year|century|month|organ|bone|vitamin|currency|company';

/** What "X's …" says of the X that "the … of X" names: not where X itself may be a name that ends in 's. */
export const POSSESSIONS =
  'capital|population|area|surface area|currency|flag|national anthem|official language|height|length|depth|diameter|radius|' +
  'circumference|mass|density|boiling point|melting point|freezing point|atomic number|atomic mass|chemical formula|' +
  'chemical symbol|president|king|queen|prime minister|chancellor|emperor|author';
