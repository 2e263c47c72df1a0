/** What the page's address asks for; everything else is as the server says. */

/** Numbers with their ranges. */
const numbers = { lines: [1, 6], size: [8, 300], chars: [8, 120], hold: [1, 600] };
const choices = {
  show: ['original', 'translation', 'both'],
  align: ['left', 'center', 'right'],
  position: ['top', 'middle', 'bottom'],
};
const switches = ['partial', 'uppercase', 'sample'];

/**
 * @param {string} query such as `?lines=2&size=48&box=1`; what makes no sense is left out
 * @returns {Record<string, string | number | boolean>}
 */
export function readAddress(query) {
  const given = new URLSearchParams(query);
  const wishes = {};
  for (const [name, [least, most]] of Object.entries(numbers)) {
    const value = Number.parseFloat(given.get(name) ?? '');
    if (Number.isFinite(value)) wishes[name] = Math.min(most, Math.max(least, value));
  }
  for (const [name, known] of Object.entries(choices)) {
    const value = given.get(name);
    if (known.includes(value)) wishes[name] = value;
  }
  for (const name of switches) {
    const value = given.get(name);
    if (value !== null) wishes[name] = isOn(value);
  }
  const font = given.get('font')?.replace(/[^\p{L}\p{N} _-]/gu, '');
  if (font) wishes.font = font;
  const color = readColor(given.get('color'));
  if (color !== undefined) wishes.color = color;
  for (const [name, usual] of [
    ['outline', '#000'],
    ['box', 'rgb(0 0 0 / 0.65)'],
  ]) {
    const value = given.get(name);
    if (value === null) continue;
    if (!isOn(value)) wishes[name] = '';
    else wishes[name] = readColor(value) ?? usual;
  }
  return wishes;
}

function isOn(value) {
  return !['0', 'false', 'no', 'none', 'off'].includes(value);
}

/** `#` begins another part of an address, so hexadecimal colours go without it: `ffd400`, `000000aa`. */
function readColor(value) {
  if (value === null || value === '' || value === '1') return undefined;
  const color = /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(value) ? `#${value}` : value;
  return CSS.supports('color', color) ? color : undefined;
}
