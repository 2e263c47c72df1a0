/** What a bar means, told where the pointer, the finger or the keyboard is. */
import { make } from './draw.js';

const EDGE_PX = 8;

const tip = () => document.getElementById('tip');
let shown;

/** @param {string[]} lines the first one is the heading; those who do not see it hear all of them */
export function offerTip(element, lines) {
  element.setAttribute('aria-label', lines.join('; '));
  const show = () => {
    showTip(element, lines);
  };
  element.addEventListener('pointerenter', show);
  element.addEventListener('focus', show);
  element.addEventListener('click', show);
  element.addEventListener('pointerleave', () => {
    if (document.activeElement !== element) hideTip();
  });
  element.addEventListener('blur', hideTip);
}

export function hideTip() {
  tip().hidden = true;
  shown = undefined;
}

function showTip(element, [heading, ...lines]) {
  const box = tip();
  box.replaceChildren(make('strong', '', heading), ...lines.map((line) => make('span', '', line)));
  box.hidden = false;
  shown = element;
  follow();
}

/** The page may have been scrolled to bring the bar into sight. */
function follow() {
  if (shown === undefined) return;
  const box = tip();
  const bar = shown.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(Math.max(EDGE_PX, bar.left), innerWidth - width - EDGE_PX);
  const above = bar.top - height - EDGE_PX;
  box.style.left = `${left}px`;
  box.style.top = `${above > 0 ? above : bar.bottom + EDGE_PX}px`;
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hideTip();
});
// A finger that touches anything else puts it away.
addEventListener('pointerdown', ({ target }) => {
  if (shown !== undefined && !shown.contains(target)) hideTip();
});
addEventListener('scroll', follow, { passive: true });
