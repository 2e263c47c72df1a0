/** What people shop for: where one thing ends and the next begins, when no comma says so. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Things that stand alone on a list; singular. */
const GOODS = words(
  'milk egg bread butter cheese yogurt yoghurt cream sugar salt pepper flour rice pasta noodle spaghetti oil vinegar ' +
    'coffee tea water juice soda beer wine cereal oatmeal granola honey jam jelly ketchup mustard mayonnaise mayo soup ' +
    'bean lentil tofu ham bacon sausage chicken beef pork turkey steak fish salmon tuna shrimp apple banana orange ' +
    'lemon lime grape strawberry blueberry raspberry cherry peach pear plum mango pineapple melon watermelon avocado ' +
    'tomato potato onion garlic carrot celery lettuce spinach cabbage broccoli cauliflower cucumber zucchini mushroom ' +
    'corn pea pumpkin ginger parsley basil cilantro chocolate cookie biscuit cake chip cracker popcorn nut almond ' +
    'peanut walnut raisin candy pizza hummus salsa yeast vanilla cinnamon cocoa bagel muffin croissant tortilla roll ' +
    'soap shampoo conditioner toothpaste toothbrush deodorant sunscreen detergent bleach sponge napkin tissue diaper ' +
    'battery candle foil bulb lightbulb towel bag vitamin aspirin bandage razor tape glue envelope stamp matches lighter',
);

/** Words in front that make another thing of the next one, where both could stand alone: "orange juice", "chicken soup". */
const BEFORE = new Map<string, ReadonlySet<string>>(
  Object.entries({
    juice: 'orange apple lemon lime grape cherry pineapple tomato carrot cranberry mango',
    soup: 'chicken tomato potato onion mushroom pumpkin carrot noodle bean lentil pea broccoli',
    milk: 'almond rice coconut chocolate oat soy',
    cream: 'butter',
    butter: 'peanut almond cocoa nut',
    cheese: 'cream',
    cake: 'chocolate cheese carrot lemon cream fish rice',
    oil: 'corn peanut walnut fish',
    vinegar: 'wine rice apple',
    cracker: 'rice cheese',
    chip: 'potato corn chocolate tortilla banana',
    cookie: 'chocolate ginger',
    noodle: 'rice egg',
    tea: 'ginger lemon',
    beer: 'ginger',
    sausage: 'chicken pork',
    pizza: 'cheese',
    flour: 'corn rice almond',
    bread: 'garlic banana corn egg',
    salt: 'garlic celery',
    bag: 'tea',
    roll: 'egg sausage',
    yogurt: 'strawberry vanilla peach',
    bean: 'coffee cocoa vanilla',
    pepper: 'bell',
    salsa: 'mango',
    bulb: 'garlic',
  }).map(([head, firsts]) => [head, words(firsts)]),
);

/** Things of two words, the first of which is none by itself. */
const PAIRS = new Set(
  (
    'toilet paper,paper towel,dish soap,ice cream,olive oil,light bulb,trash bag,garbage bag,cat food,dog food,baby food,' +
    'cottage cheese,cream cheese,sour cream,brown sugar,bell pepper,ground beef,baking soda,baking powder,hot dog,' +
    'oat milk,soy milk,maple syrup,green tea,sweet potato,frozen pizza,whole milk,cling film,soy sauce,laundry detergent'
  ).split(','),
);

/** Pairs that are one thing although "and" stands between them. */
const WITH_AND =
  /\b(?:mac(?:aroni)? and cheese|fish and chips|salt and vinegar|half and half|sweet and sour|pork and beans|arts and crafts|head and shoulders|salt and pepper mill|bed and breakfast|cookies and cream|black and white|rock and roll)\b/g;
const JOINED = '_and_';

/** What a thing to do begins with. */
const DOING = words(
  'call phone ring email text write send buy get pay book order fix clean wash cook feed walk water visit meet ask tell ' +
    'take bring pick drop return renew cancel check finish start make plan prepare do go read study mow vacuum iron ' +
    'pack unpack schedule print sign file post mail move sell paint build charge change replace find see remind thank',
);

const QUANTITY =
  /^(?:(?:about )?(?:half an?|a half|a couple|a few|several|a dozen|half a dozen|dozen|\d+(?: dozen|(?:\.\d+)?)|an?|another) )?(?:(?:big|small|large|little|whole|more) )?(?:(?:couple|pair|loaf|loaves|bottle|carton|box|boxe|bag|pack|packet|package|can|tin|jar|tube|bunch|dozen|slice|piece|bar|gallon|liter|litre|pound|ounce|kilo|kilogram|gram|roll|pint|quart|cup|glass|head|stick|case|crate)s? of |(?:pound|ounce|kilo|gram|liter|litre|gallon)s? )?/;

/** "2 loaves of bread" → "bread": what a thing is, however much of it. Singular, as far as -s and -es tell. */
export function goodsName(text: string): string {
  const bare = text.replace(/^(?:the|some|any|my|our|more) /, '');
  const rest = bare.replace(QUANTITY, '');
  return (rest === '' ? bare : rest).split(' ').map(singular).join(' ');
}

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith('ies') && word.length > 4 && !/^(?:cook|brown|smooth)ies$/.test(word))
    return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|toes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

const isGood = (word: string): boolean => GOODS.has(word) || GOODS.has(singular(word));

/** Whether this is surely something to buy: "2 loaves of white bread", but not "a president". */
export function isShopped(text: string): boolean {
  const name = goodsName(text).split(' ');
  return name.length <= 3 && (isGood(name.at(-1) ?? '') || PAIRS.has(name.slice(-2).join(' ')));
}

/** "milk eggs and 2 loaves of bread" → milk, eggs, 2 loaves of bread. What may be one thing stays one. */
export function splitItems(text: string): readonly string[] {
  const guarded = text.replaceAll(WITH_AND, (pair) => pair.replace(' and ', JOINED));
  const pieces = DOING.has(guarded.split(' ')[0] ?? '') ? splitDeeds(guarded) : splitThings(guarded);
  return pieces
    .map((piece) =>
      piece
        .replaceAll(JOINED, ' and ')
        .trim()
        .replace(/^(?:(?:some|the|any|also|and|plus|then) )+(?=\S)/, '')
        .replace(/^an? (?=\S+$)/, '')
        .replace(/ (?:too|as well|also)$/, ''),
    )
    .filter((piece) => piece !== '');
}

/** "call mom and dad and pay the rent": only a deed begins another one. */
function splitDeeds(text: string): readonly string[] {
  return text.split(/ (?:and|then|plus) (?:then |also )?(?=(\S+))/).reduce<string[]>((deeds, part, index) => {
    // The lookahead's word comes along between the parts.
    if (index % 2 === 1) return deeds;
    if (index > 0 && !DOING.has(part.split(' ')[0] ?? '')) deeds.push(`${deeds.pop() ?? ''} and ${part}`);
    else deeds.push(part);
    return deeds;
  }, []);
}

function splitThings(text: string): readonly string[] {
  return text
    .split(/ (?:and|plus|as well as|and also) |^(?:and|plus|also) /)
    .flatMap((piece) => splitRun(piece.split(' ').filter((word) => word !== '')));
}

/** "milk eggs orange juice 2 apples": a boundary lies behind a thing and before what begins another. */
function splitRun(run: readonly string[]): readonly string[] {
  const items: string[][] = [[]];
  for (const [at, word] of run.entries()) {
    const before = run[at - 1];
    if (before !== undefined && endsItem(run, at) && beginsItem(run, at)) items.push([]);
    items.at(-1)?.push(word);
  }
  return items.map((item) => item.join(' '));
}

function endsItem(run: readonly string[], at: number): boolean {
  const [first = '', before = ''] = [run[at - 2], run[at - 1]];
  return isGood(before) || PAIRS.has(`${first} ${singular(before)}`);
}

function beginsItem(run: readonly string[], at: number): boolean {
  const [before = '', word = ''] = [run[at - 1], run[at]];
  if (/^(?:\d+|an?|some)$/.test(word) || PAIRS.has(`${word} ${singular(run[at + 1] ?? '')}`)) return true;
  if (!isGood(word)) return false;
  return singular(before) !== before || BEFORE.get(singular(word))?.has(singular(before)) !== true;
}
