/** For languages other than English: words behind which something must follow, and sounds of somebody who thinks. */
import { wordSet } from './tokens.js';

export interface OpenWords {
  /** Articles, prepositions, conjunctions and the like. */
  readonly openers: ReadonlySet<string>;
  readonly fillers: ReadonlySet<string>;
}

const lists: Readonly<Record<string, readonly [openers: string, fillers: string]>> = {
  de: [
    'der die das den dem des ein eine einen einem einer eines mein meine meinen dein deine sein seine ihr ihre und oder ' +
      'aber denn weil dass ob wenn als damit obwohl in im für von vom zu zum zur bei beim mit nach aus über unter ' +
      'zwischen ohne gegen durch um am ist sind war hat haben wird werden sehr nicht',
    'äh ähm hm hmm öh also naja tja',
  ],
  fr: [
    "le la les un une des du de d' l' mon ma mes ton ta tes son sa ses notre votre leur et ou mais donc car parce que qu " +
      'si quand comme à au aux en dans pour par sur sous avec sans chez entre vers est sont a ai ont très plus ne je tu il',
    'euh heu hum ben bah alors',
  ],
  es: [
    'el la los las un una unos unas de del a al en con por para sin sobre entre hasta desde mi mis tu tus su sus y e o u ' +
      'pero porque que si cuando como aunque muy más no me te se lo',
    'eh em este pues bueno ehm mmm',
  ],
  it: [
    "il lo la i gli le un uno una l' di del della dei delle a al alla da dal dalla in nel nella con su sul per tra fra " +
      'mio mia tuo tua suo sua e o ma perché che se quando come molto più non mi ti si',
    'ehm eh uhm allora cioè mmm',
  ],
  pt: [
    'o a os as um uma uns umas de do da dos das em no na nos nas ao à por pelo pela para com sem sobre entre até meu ' +
      'minha seu sua e ou mas porque que se quando como muito mais não me te',
    'é hã hum então tipo né ahn',
  ],
  nl: [
    'de het een mijn jouw zijn haar ons onze hun en of maar want omdat dat als toen hoewel in op voor van naar bij met ' +
      'uit over onder tussen zonder tegen door om is bent was waren heeft hebben wordt heel niet te ik je',
    'eh ehm uh hm nou dus',
  ],
};

const openWords = new Map<string, OpenWords>(
  Object.entries(lists).map(([language, [openers, fillers]]) => [
    language,
    { openers: wordSet(openers), fillers: wordSet(fillers) },
  ]),
);

/** Undefined for a language of which nothing is known. */
export function openWordsOf(language: string): OpenWords | undefined {
  return openWords.get(language);
}
