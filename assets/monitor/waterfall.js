/** The last turns: one chart each, all on one time axis, with zero where the user's voice ended. */
import { make, setText } from './draw.js';
import { axisOf, place } from './axis.js';
import { hideTip, offerTip } from './tip.js';
import { ms, stages } from './words.js';

const sources = { skill: 'a skill', cache: 'given before', llm: 'the language model', fallback: 'an apology' };

let drawn = '';

/** Newest first. Nothing is touched while no turn is added, so that focus and a finger stay where they are. */
export function drawTurns(turns) {
  const key = turns.map(({ waterfall }) => waterfall.turn + waterfall.endMs).join();
  if (key === drawn) return;
  drawn = key;
  hideTip();
  const list = document.getElementById('turns');
  const axis = axisOf(turns.map(({ waterfall }) => waterfall));
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset : undefined;
  list.replaceChildren(...turns.toReversed().map((turn) => drawTurn(turn, axis)));
  if (focused !== undefined) focusAgain(list, focused);
  const note = 'Zero is the end of your voice. Hatched: begun as a draft, before your turn was over.';
  setText(document.getElementById('turns-note'), turns.length === 0 ? 'Nobody has spoken yet.' : note);
}

/** Whoever reads a bar with the keyboard goes on there, when its turn has moved down or out of the list. */
function focusAgain(list, { turn, name }) {
  const bars = [...list.querySelectorAll('.chart button')];
  const same = bars.find(({ dataset }) => dataset.turn === turn && dataset.name === name) ?? bars.at(-1);
  if (same === undefined) return;
  for (const bar of same.closest('.chart').querySelectorAll('button')) bar.tabIndex = bar === same ? 0 : -1;
  same.focus({ preventScroll: true });
}

function drawTurn(turn, axis) {
  const { transcript, reply, outcome, waterfall } = turn;
  const item = make('li', `turn ${outcome}`);
  const head = make('div', 'words');
  if (transcript !== '') head.append(words('said', transcript));
  if (reply !== '') head.append(words('reply', reply));
  item.append(head, total(turn));
  if (waterfall.bars.length > 0) item.append(chart(waterfall, axis));
  return item;
}

function words(className, text) {
  const element = make('p', className, text);
  element.dir = 'auto';
  return element;
}

function total({ totalMs, outcome, source, draftUsed, waterfall }) {
  const element = make('p', 'total');
  if (totalMs !== undefined) element.append(make('strong', '', ms(totalMs)), ' to the first sound');
  const facts = [
    ...(outcome === 'failed' ? ['failed'] : []),
    ...(outcome === 'aborted' ? [totalMs === undefined ? 'broken off before it sounded' : 'broken off'] : []),
    ...(waterfall.voiceEndMs === undefined ? ['unasked'] : []),
    ...(source === undefined ? [] : [sources[source] ?? source]),
    ...(draftUsed ? ['draft used'] : []),
  ];
  if (facts.length > 0) element.append(make('span', 'facts', facts.join(' · ')));
  return element;
}

function chart(waterfall, axis) {
  const element = make('div', 'chart');
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', 'Parts of this turn; arrow keys go from one to the next');
  const zeroMs = waterfall.voiceEndMs ?? waterfall.startMs;
  const grid = make('div', 'grid');
  grid.append(...axis.ticks.map((tick) => line(tick, axis)), ...moments(waterfall, axis, zeroMs));
  element.append(grid);
  for (const name of Object.keys(stages)) {
    const lane = make('div', 'lane');
    const track = make('div', 'track');
    const bars = waterfall.bars.filter((bar) => bar.name === name);
    track.append(...bars.map((bar) => drawBar(bar, { turn: waterfall.turn, axis, zeroMs })));
    lane.append(make('span', 'name', stages[name].label), track);
    element.append(lane);
  }
  rove(element);
  return element;
}

function line(tick, axis) {
  const element = make('span', tick === 0 ? 'tick zero' : tick % (2 * axis.stepMs) === 0 ? 'tick' : 'tick odd');
  element.style.left = place(tick, axis);
  element.append(make('span', 'label', tick === 0 ? '0' : `${tick / 1000} s`.replace('-', '−')));
  return element;
}

/** The first sound is what everybody waits for: its time is written. */
function moments({ moments: at, voiceEndMs }, axis, zeroMs) {
  return ['filler', 'first-sound'].flatMap((name) => {
    if (at[name] === undefined || voiceEndMs === undefined) return [];
    const sinceMs = at[name] - zeroMs;
    const element = make('span', `moment ${name}`);
    element.style.left = place(sinceMs, axis);
    if (sinceMs > axis.startMs + 0.4 * (axis.endMs - axis.startMs)) element.classList.add('before');
    element.append(make('span', 'label', `${name === 'filler' ? 'filler' : 'first sound'} ${ms(sinceMs)}`));
    return [element];
  });
}

function drawBar(bar, { turn, axis, zeroMs }) {
  const [startMs, endMs] = [bar.startMs - zeroMs, bar.endMs - zeroMs];
  const element = make('button', `bar ${bar.name}`);
  element.type = 'button';
  Object.assign(element.dataset, { turn, name: bar.name });
  element.style.left = place(startMs, axis);
  element.style.right = `calc(100% - ${place(endMs, axis)})`;
  if (bar.isDraft) element.classList.add('draft');
  if (startMs < axis.startMs) element.classList.add('cut-left');
  if (endMs > axis.endMs) element.classList.add('cut-right');
  offerTip(element, describe(bar, startMs));
  return element;
}

function describe({ name, startMs, endMs, firstMs, isDraft }, sinceMs) {
  const { label, about } = stages[name] ?? { label: name, about: '' };
  const begins = `begins ${ms(Math.abs(sinceMs))} ${sinceMs < 0 ? 'before' : 'after'} the end of your voice`;
  return [
    `${label}: ${ms(endMs - startMs)}${isDraft ? ', begun as a draft' : ''}`,
    about,
    sinceMs === 0 ? 'begins at the end of your voice' : begins,
    ...(firstMs === undefined ? [] : [`first result after ${ms(firstMs - startMs)}`]),
  ].filter((text) => text !== '');
}

/** One stop of the Tab key for each chart. */
function rove(element) {
  const bars = [...element.querySelectorAll('button')];
  for (const [index, bar] of bars.entries()) bar.tabIndex = index === 0 ? 0 : -1;
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -bars.length, End: bars.length };
  element.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    const at = bars.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = bars[Math.min(bars.length - 1, Math.max(0, at + step))];
    bars[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
