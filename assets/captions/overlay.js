/** Captions over a picture: what the feed says, in the look that the address asks for. */
import { feedAddress, readFeed } from '../shared/feed.js';
import { readAddress } from './address.js';
import { Roll } from './roll.js';

/** The server says something every ten seconds, even if it is nothing. */
const SILENCE_MS = 25_000;
const FADE_MS = 400;
/** A line that came with others stays this long before it rolls on. */
const STEP_MS = 1500;
/** Of the original where its translation stands below it. */
const SMALL = 0.75;
/** High enough that no letter's outline reaches into the next line. */
const LINE = 1.45;

const page = document.getElementById('captions');
const sections = { original: document.getElementById('original'), translation: document.getElementById('translation') };
const rolls = { original: new Roll(sections.original), translation: new Roll(sections.translation) };
const wishes = readAddress(location.search);
/** Until the server says what it wants. */
let look = lookOf({ show: 'original', lines: 2, lineChars: 42, holdSeconds: 6, partial: true });
let stream = '';
/** Captions that may still be translated, by id. */
const originals = new Map();
let holding = 0;
let clearing = 0;

wear();
if (wishes.sample) showSample();
else readFeed(feedAddress('captions'), { silenceMs: SILENCE_MS, onMessage: take });

function lookOf({ show, lines, lineChars, holdSeconds, partial }) {
  const usual = { show, lines, chars: lineChars, hold: holdSeconds, partial, size: 48, outline: '#000', box: '' };
  return { align: 'left', position: 'bottom', uppercase: false, ...usual, ...wishes };
}

function wear() {
  const { show, lines, size, chars, box, outline, color, font } = look;
  // Whole pixels, so that a line is as high wherever it stands.
  const linePx = Math.round(size * LINE);
  const small = Math.round(size * SMALL);
  const smallLinePx = Math.round(small * LINE);
  const set = (name, value) => {
    if (value !== undefined) page.style.setProperty(`--${name}`, String(value));
  };
  for (const [name, value] of Object.entries({ lines: Math.round(lines), chars, color })) set(name, value);
  for (const [name, px] of Object.entries({ size, line: linePx, small, 'small-line': smallLinePx }))
    set(name, `${px}px`);
  set('outline', outline || 'transparent');
  set('box', box || 'transparent');
  if (font !== undefined) set('font', `'${font}', sans-serif`);
  Object.assign(page.dataset, { show, align: look.align, position: look.position });
  Object.assign(page.dataset, { outline: outline ? '1' : '0', uppercase: look.uppercase ? '1' : '0' });
  sections.original.hidden = show === 'translation';
  sections.translation.hidden = show === 'original';
  const common = { lines: Math.round(lines), hasBox: box !== '' };
  const originalLinePx = show === 'both' ? smallLinePx : linePx;
  rolls.original.wear({ ...common, linePx: originalLinePx, stepMs: look.partial ? 0 : STEP_MS });
  rolls.translation.wear({ ...common, linePx, stepMs: STEP_MS });
}

function take(message) {
  if (message.type === 'snapshot') takeSnapshot(message);
  else if (show(message)) hold(look.hold * 1000);
  rolls.original.layOut();
  rolls.translation.layOut();
}

function takeSnapshot({ stream: named, settings, captions }) {
  look = lookOf(settings);
  wear();
  if (named !== stream) {
    stream = named;
    originals.clear();
    rolls.original.forget();
    rolls.translation.forget();
  }
  // What was said before the page came, and is over, is not said again.
  const recent = captions.filter(({ ageMs }) => ageMs < look.hold * 1000);
  let leftMs = 0;
  for (const { translation, untranslated, ageMs, ...caption } of recent) {
    let isShown = show({ type: 'caption', ...caption });
    if (translation !== undefined) isShown = show({ type: 'translation', id: caption.id, ...translation }) || isShown;
    if (untranslated !== undefined) isShown = show({ type: 'untranslated', id: caption.id }) || isShown;
    if (isShown) leftMs = Math.max(leftMs, look.hold * 1000 - ageMs);
  }
  if (leftMs > 0) hold(leftMs);
}

/** Whether anything of the message is to be seen. */
function show(message) {
  const { id } = message;
  if (message.type === 'caption') {
    const { committed, text } = message;
    if (committed) originals.set(id, message);
    // Only the latest wait for a translation; the others never got one.
    for (const old of originals.keys()) if (originals.size > 50) originals.delete(old);
    if (look.show === 'translation' || (!look.partial && !committed)) return false;
    tell(rolls.original, { ...message, stable: committed ? text : message.stable });
    return true;
  }
  const original = originals.get(id);
  if (original === undefined || look.show === 'original') return false;
  if (message.type === 'translation') {
    // Whoever sees the original does not need it twice.
    if (message.source === 'none' && look.show === 'both') return false;
    const { text, language } = message;
    tell(rolls.translation, { ...original, text, stable: text, language });
    return true;
  }
  if (message.type !== 'untranslated' || look.show === 'both') return false;
  tell(rolls.translation, { ...original, stable: original.text });
  return true;
}

function tell(roll, caption) {
  if (page.classList.contains('gone')) clear();
  roll.tell(caption);
}

/** Everything goes after so much silence. */
function hold(ms) {
  clearTimeout(holding);
  holding = setTimeout(() => {
    page.classList.add('gone');
    clearing = setTimeout(clear, FADE_MS);
  }, ms);
}

function clear() {
  clearTimeout(clearing);
  rolls.original.clear();
  rolls.translation.clear();
  page.classList.remove('gone');
}

/** Something to place and to size by, while nobody speaks. */
function showSample() {
  const times = { startMs: 0, endMs: 0, committed: true, language: 'en' };
  const text = 'This is how captions will look: two lines, which roll up while somebody speaks.';
  show({ type: 'caption', id: 0, text, stable: text, ...times });
  show({ type: 'translation', id: 0, text: 'So sehen Übersetzungen aus, die darunter stehen.', language: 'de' });
  rolls.original.layOut();
  rolls.translation.layOut();
}
