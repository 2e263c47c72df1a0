/** Time zones of the places that people name, from the runtime's own IANA list. */
import { editDistance, allowedEdits } from './spelling.js';

/** Places that the IANA list does not name: `zone: place, place`. Countries with several zones are left out on purpose. */
const ALIASES = `
America/New_York: new york city, nyc, washington, washington dc, boston, miami, philadelphia, atlanta, orlando, eastern time
America/Chicago: dallas, houston, austin, san antonio, new orleans, minneapolis, nashville, central time
America/Denver: salt lake city, mountain time
America/Los_Angeles: la, l a, san francisco, seattle, san diego, las vegas, portland, san jose, california, pacific time
America/Toronto: montreal, ottawa
America/Sao_Paulo: rio, rio de janeiro, brasilia
America/Argentina/Buenos_Aires: argentina
America/Santiago: chile
America/Bogota: colombia
America/Lima: peru
Pacific/Honolulu: hawaii
Europe/London: england, britain, great britain, the uk, uk, united kingdom, scotland, wales, edinburgh, manchester, liverpool
Europe/Dublin: ireland
Europe/Paris: france, lyon, marseille
Europe/Berlin: germany, munich, hamburg, frankfurt, cologne
Europe/Madrid: spain, barcelona
Europe/Rome: italy, milan, venice, florence, naples
Europe/Lisbon: portugal
Europe/Amsterdam: netherlands, the netherlands, holland
Europe/Brussels: belgium
Europe/Zurich: switzerland, geneva, basel
Europe/Vienna: austria
Europe/Stockholm: sweden
Europe/Oslo: norway
Europe/Copenhagen: denmark
Europe/Helsinki: finland
Europe/Warsaw: poland, krakow
Europe/Prague: czech republic, czechia
Europe/Budapest: hungary
Europe/Athens: greece
Europe/Istanbul: turkey, ankara
Europe/Kyiv: kiev, ukraine
Europe/Moscow: saint petersburg, st petersburg
Asia/Kolkata: india, mumbai, bombay, delhi, new delhi, bangalore, chennai, calcutta
Asia/Shanghai: china, beijing, shenzhen, guangzhou
Asia/Tokyo: japan, osaka, kyoto
Asia/Seoul: korea, south korea
Asia/Singapore: singapore
Asia/Bangkok: thailand
Asia/Manila: philippines, the philippines
Asia/Dubai: abu dhabi, uae
Asia/Riyadh: saudi arabia
Asia/Jerusalem: israel, tel aviv
Asia/Karachi: pakistan
Asia/Ho_Chi_Minh: vietnam, hanoi
Africa/Cairo: egypt
Africa/Lagos: nigeria
Africa/Nairobi: kenya
Africa/Johannesburg: south africa, cape town
Australia/Sydney: canberra
Pacific/Auckland: new zealand, wellington
UTC: utc, gmt, greenwich, universal time
`;

let byPlace: Map<string, string> | undefined;

/** IANA zone of a place in lower case, or undefined. Unless `exact`, longer names may have one wrong letter. */
export function zoneOf(place: string, spelling: 'exact' | 'forgiving' = 'forgiving'): string | undefined {
  byPlace ??= readPlaces();
  const exact = byPlace.get(place) ?? byPlace.get(place.replace(/^the /, ''));
  if (exact !== undefined || spelling === 'exact') return exact;
  // "paris france": a city with its country.
  const words = place.split(' ');
  for (let count = words.length - 1; count > 0; count--) {
    const zone = byPlace.get(words.slice(0, count).join(' '));
    if (zone !== undefined && byPlace.has(words.slice(count).join(' '))) return zone;
  }
  const limit = Math.min(1, allowedEdits(place));
  if (limit === 0) return undefined;
  for (const [name, zone] of byPlace) {
    if (name.length >= place.length - 1 && editDistance(name, place, limit) <= limit) return zone;
  }
  return undefined;
}

function readPlaces(): Map<string, string> {
  const places = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = zone.slice(zone.lastIndexOf('/') + 1);
    places.set(city.toLowerCase().replaceAll(/[_-]/g, ' '), zone);
  }
  for (const line of ALIASES.trim().split('\n')) {
    const [zone = '', names = ''] = line.split(': ');
    for (const name of names.split(', ')) places.set(name, zone);
  }
  return places;
}
