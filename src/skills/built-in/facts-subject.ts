/** What facts are kept under: one name for "my wife's birthday" and "the birthday of my wife". */

/** Whose things people speak of. */
export const RELATIONS =
  'wife|husband|partner|spouse|girlfriend|boyfriend|fiancee?|mother|mom|mum|father|dad|parents|son|daughter|child|kid|kids|' +
  'children|baby|brother|sister|sibling|grandmother|grandma|grandfather|grandpa|aunt|uncle|cousin|nephew|niece|friend|' +
  'best friend|neighbou?r|boss|colleague|teacher|doctor|dentist|landlord|dog|cat|pet|horse|bird|fish|hamster|rabbit|car|boat';
const RELATION = new RegExp(`^(?:${RELATIONS})$`);
/** What there is to know of a person or a thing. */
const TRAITS =
  'name|middle name|last name|first name|nickname|birthday|birth date|birthdate|date of birth|age|phone|phone number|' +
  'number|address|email|email address|anniversary|job|height|weight|shoe size|size|blood type|allergy|allergies|' +
  'hometown|home town|license plate|licence plate|school|doctor|dentist|hobby|nationality|zip code|post code|postcode|' +
  'star sign|pin|password|combination|code|favou?rite [\\p{L} ]+?|\\p{L}+ (?:number|code|password|combination)';
export const WHOSE = new RegExp(`^(${RELATIONS}) (${TRAITS})$`, 'u');
export const KNOWN = new RegExp(
  `^(?:(?:${RELATIONS}) )?(?:${TRAITS}|wifi password|wi fi password|passport number|bank|team)$`,
  'u',
);
/** Adjectives of a trait are no owners: "phone number", "shoe size". */
const TRAIT = new RegExp(`^(.+) (birthday|name|age|address|anniversary|phone number|favou?rite [\\p{L} ]+)$`, 'u');
const NO_OWNER =
  /^(?:first|middle|last|full|user|nick|maiden|family|street|email|home|work|wedding|business|brand|screen|code|pen)$/;

/** One name for one thing: "wife birthday" and "birthday of my wife" are "wife's birthday". */
export function factSubject(said: string): string {
  const words = said
    .replaceAll(/'s\b/g, '')
    .replace(/^(?:my|our) /, '')
    .replaceAll(/\bfavorite\b/g, 'favourite')
    .replaceAll(/\bcolor\b/g, 'colour')
    .replaceAll(/\bwi fi\b/g, 'wifi');
  const [, trait = '', owner = ''] = /^(?:the )?(.+?) of (?:my |our )?(.+)$/.exec(words) ?? [];
  const turned = owner === '' || /^date$/.test(trait) ? words : `${owner} ${trait}`;
  const [, who, what] = WHOSE.exec(turned) ?? TRAIT.exec(turned) ?? [];
  return who === undefined || what === undefined || NO_OWNER.test(who) ? turned : `${who}'s ${what}`;
}

/** Whether this is one of the things that there are to know of somebody: "birthday", "favourite song". */
export function isTrait(said: string): boolean {
  return KNOWN.test(said);
}

/** Whether this is somebody or something that is the user's own: "wife", "dog". */
export function isRelation(owner: string): boolean {
  return RELATION.test(owner);
}

/** Whether this speaks of somebody's birthday, age, number, …: "Ada's birthday". */
export function isOwned(said: string): boolean {
  return / /.test(said) && TRAIT.test(said);
}
