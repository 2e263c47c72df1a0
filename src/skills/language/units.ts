/** The units that people ask about: how they are said and how the unit library writes them. */

/** A unit as the unit library writes it and as people say it. */
export interface UnitName {
  readonly unit: string;
  readonly one: string;
  readonly many: string;
}

export interface Quantity {
  readonly value: number;
  readonly unit: UnitName;
}

/** One line a unit: `library name | singular | plural | further spellings`. */
const TABLE = `
mm|millimeter|millimeters|millimetre,millimetres,mm
cm|centimeter|centimeters|centimetre,centimetres,cm,cms
m|meter|meters|metre,metres,m
km|kilometer|kilometers|kilometre,kilometres,km,kms
inch|inch|inches|in
foot|foot|feet|ft
yard|yard|yards|yd
mi|mile|miles|mi
mg|milligram|milligrams|milligramme,mg
g|gram|grams|gramme,grammes,g
kg|kilogram|kilograms|kilo,kilos,kilogramme,kilogrammes,kg,kgs
tonne|tonne|tonnes|metric ton,metric tons
lbm|pound|pounds|lb,lbs
oz|ounce|ounces|oz
stone|stone|stone|stones
ton|ton|tons|
ml|milliliter|milliliters|millilitre,millilitres,ml,mls
l|liter|liters|litre,litres,l
cup|cup|cups|
tablespoon|tablespoon|tablespoons|tbsp
teaspoon|teaspoon|teaspoons|tsp
floz|fluid ounce|fluid ounces|fl oz
pint|pint|pints|pt
quart|quart|quarts|
gallon|gallon|gallons|gal
degC|degree Celsius|degrees Celsius|celsius,centigrade,degrees celsius,degree celsius,degrees centigrade,degrees c,c
degF|degree Fahrenheit|degrees Fahrenheit|fahrenheit,degrees fahrenheit,degree fahrenheit,degrees f,f
K|kelvin|kelvins|degrees kelvin
second|second|seconds|sec,secs,s
minute|minute|minutes|min,mins
hour|hour|hours|hr,hrs,h
day|day|days|
week|week|weeks|
month|month|months|
year|year|years|
decade|decade|decades|
century|century|centuries|
km/h|kilometer per hour|kilometers per hour|kilometres per hour,kilometre per hour,kph,kmh
mi/h|mile per hour|miles per hour|mph
m/s|meter per second|meters per second|metres per second,metre per second
m^2|square meter|square meters|square metres,square metre
km^2|square kilometer|square kilometers|square,kilometres
sqft|square foot|square feet|
mi^2|square mile|square miles|
acre|acre|acres|
hectare|hectare|hectares|
bit|bit|bits|
byte|byte|bytes|
kB|kilobyte|kilobytes|kb
MB|megabyte|megabytes|mb,meg,megs
GB|gigabyte|gigabytes|gb,gig,gigs
TB|terabyte|terabytes|tb
joule|joule|joules|
watt|watt|watts|
hp|horsepower|horsepower|
`;

/** Every way of saying a unit, longest first, so that "square meters" is not cut at "meters". */
const byName: ReadonlyMap<string, UnitName> = readTable();

function readTable(): Map<string, UnitName> {
  const entries: [string, UnitName][] = [];
  for (const line of TABLE.trim().split('\n')) {
    const [unit = '', one = '', many = '', others = ''] = line.split('|');
    const name: UnitName = { unit, one, many };
    for (const said of [one, many, ...others.split(',')]) if (said !== '') entries.push([said.toLowerCase(), name]);
  }
  return new Map(entries.sort(([a], [b]) => b.length - a.length));
}

/** Source of a regular expression that matches any unit. */
export const UNIT = [...byName.keys()].join('|');

/** Words that units are made of, for mending misheard ones. */
export const unitWords: readonly string[] = [...new Set([...byName.keys()].flatMap((name) => name.split(' ')))];

/** The unit that is said so, or undefined. */
export function unitOf(said: string): UnitName | undefined {
  return byName.get(said);
}
