/** The page but for the turns: state, level, words, figures, machine, engines, alerts. */
import { engineNames, engineStates, megabytes, ms, number, percent, stages, stateOf } from './words.js';

const QUIETEST_DB = -60;

const find = (id) => document.getElementById(id);

/** Text that has not changed is left alone, so that nobody hears it twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @returns an element; `text` is only ever text */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function drawState(view) {
  const { name, sign, word, hint } = stateOf(view);
  const state = find('state');
  if (document.body.dataset.state !== name) document.body.dataset.state = name;
  setText(state.querySelector('.sign'), sign);
  setText(state.querySelector('.word'), word);
  setText(find('hint'), hint);
  document.title = `${word} – Parley`;
}

export function drawAbout({ preset, turnsSoFar, failed }) {
  const turns = `${turnsSoFar} ${turnsSoFar === 1 ? 'turn' : 'turns'} so far`;
  setText(find('about'), `preset ${preset} · ${turns}${failed > 0 ? ` · ${failed} failed` : ''}`);
}

export function drawLevel(levelDb) {
  const meter = find('level');
  const isSilent = levelDb === undefined;
  const db = Math.min(0, Math.max(QUIETEST_DB, levelDb ?? QUIETEST_DB));
  const text = isSilent ? 'no microphone' : `${Math.round(db)} dB`.replace('-', '−');
  meter.setAttribute('aria-valuenow', String(Math.round(db)));
  meter.setAttribute('aria-valuetext', text);
  meter.firstElementChild.style.transform = `scaleX(${1 - db / QUIETEST_DB})`;
  setText(find('level-text'), text);
}

/** What was promised stands; the rest may still change. */
export function drawPartial(partial) {
  const element = find('partial');
  const { text, stable } = partial ?? { text: '', stable: '' };
  const kept = text.startsWith(stable) ? stable : '';
  setText(element.querySelector('.stable'), kept);
  setText(element.querySelector('.tail'), text.slice(kept.length));
}

export function drawHeadline({ turns, rows }) {
  const total = rows.find(({ name }) => name === 'total');
  find('headline').hidden = total === undefined;
  if (total === undefined) return;
  const last = turns.findLast(({ totalMs }) => totalMs !== undefined);
  setText(find('last'), last === undefined ? '–' : ms(last.totalMs));
  setText(find('median'), ms(total.p50));
  setText(find('most'), ms(total.p95));
}

export function drawStages(rows) {
  const table = find('stages');
  const total = rows.find(({ name }) => name === 'total');
  table.hidden = rows.length === 0;
  setText(
    find('stages-note'),
    total === undefined
      ? 'Shown after the first answer.'
      : `Of the last ${total.n} answers, from the end of your voice to the first sound. Each part counts what it adds.`,
  );
  fill(
    table.tBodies[0],
    rows,
    (row, { name, p50, p95, p99 }) => {
      if (row.cells.length === 0) {
        const head = make('th');
        head.scope = 'row';
        row.append(head, make('td'), make('td'), make('td'));
      }
      const stage = stages[name];
      row.className = name;
      setText(row.cells[0], name === 'total' ? 'all together' : (stage?.label ?? name));
      row.cells[0].title = stage?.about ?? '';
      for (const [index, value] of [p50, p95, p99].entries()) setText(row.cells[index + 1], number(value));
    },
    'tr',
  );
}

export function drawMachine(machine) {
  const { processes = [], cpuShare, memoryShare, loopDelayMs, queues = {} } = machine ?? {};
  const waiting = Object.values(queues).reduce((sum, depth) => sum + depth, 0);
  const rows = [
    ...(cpuShare === undefined ? [] : [['processor, by Parley', percent(cpuShare), cpuShare]]),
    ...(memoryShare === undefined ? [] : [['memory, by everybody', percent(memoryShare), memoryShare]]),
    ...processes.map(({ name, cpu, memoryBytes }) => [
      name === 'main' ? 'main process' : `${name} process`,
      `${percent(cpu)} of a core · ${megabytes(memoryBytes)}`,
    ]),
    ...(loopDelayMs === undefined
      ? []
      : [['timers come late by', `${ms(loopDelayMs.p50)} · at most ${ms(loopDelayMs.p99)}`]]),
    ...(machine === undefined ? [] : [['waits for a model', waiting === 0 ? 'nothing' : String(waiting)]]),
  ];
  fill(find('machine'), rows, drawRow);
}

export function drawEngines(engines) {
  const rows = Object.entries(engines).map(([name, { state, calls, waiting }]) => {
    const busy = calls > 0 ? 'at work' : (engineStates[state] ?? state);
    return [engineNames[name] ?? name, waiting > 0 ? `${busy} · ${waiting} wait` : busy, undefined, state];
  });
  fill(find('engines'), rows, drawRow);
}

export function drawAlerts(alerts) {
  fill(find('alerts'), alerts, (item, { text }) => {
    setText(item, text);
  });
}

function drawRow(item, [name, value, share, state = '']) {
  if (item.childElementCount === 0) item.append(make('span', 'name'), make('span', 'value'));
  setText(item.children[0], name);
  setText(item.children[1], value);
  item.dataset.state = state;
  if (share === undefined) item.children[2]?.remove();
  else {
    if (item.childElementCount < 3) item.append(make('span', 'bar'));
    item.children[2].style.setProperty('--share', String(Math.min(1, share)));
  }
}

/** As many children as there are things, each drawn anew and none made anew. */
function fill(parent, things, draw, tag = 'li') {
  while (parent.childElementCount > things.length) parent.lastElementChild.remove();
  while (parent.childElementCount < things.length) parent.append(make(tag));
  for (const [index, thing] of things.entries()) draw(parent.children[index], thing);
}
