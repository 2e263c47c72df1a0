/**
 * Lines that fill up word by word and roll up when there is no room. A line breaks only at its end, so what stands never
 * moves but upwards, and a line is never taken back.
 */

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);
const withoutSpaces = new Set(['ja', 'yue', 'zh']);
/** Who paused for longer begins a new line. */
const PAUSE_MS = 1500;
/** A paragraph goes out of sight as a whole: one that is longer than this ends with its sentence. */
const PARAGRAPH_CHARACTERS = 240;
/** Lines out of sight until the counting begins anew. */
const DROPPED_LINES = 1000;

export class Roll {
  #window;
  #column;
  #boxes = [];
  /** Element, text parts and end of each caption in sight, by id. */
  #said = new Map();
  #last = { id: -1, language: '', endMs: 0 };
  /** Lines taken out above, lines that came into sight so far, and when the last one did; counted from the top. */
  #dropped = 0;
  #shown = 0;
  #shownAtMs = -Infinity;
  #timer = 0;
  #look = { lines: 2, linePx: 67, stepMs: 0, hasBox: false };

  /** @param {HTMLElement} window */
  constructor(window) {
    this.#window = window;
    this.#column = document.createElement('div');
    this.#column.className = 'column';
    window.append(this.#column);
  }

  /**
   * @param {{ lines: number, linePx: number, stepMs: number, hasBox: boolean }} look `stepMs` is how long a line stays
   *   before the next one pushes it, where whole sentences come at once
   */
  wear(look) {
    this.#look = look;
    this.#place(false);
  }

  /** Takes a caption or its next state; `layOut` shows it. */
  tell({ id, text, stable, language, startMs, endMs }) {
    const known = this.#said.get(id);
    if (known === undefined && (id <= this.#last.id || text === '')) return;
    const { stands, tail } = known ?? this.#begin({ id, language, startMs });
    setText(stands, stable);
    setText(tail, text.slice(stable.length));
    this.#last = { id, language, endMs };
  }

  /** Brings lines into sight for which there is no room yet, one by one. */
  layOut() {
    clearTimeout(this.#timer);
    const { lines, stepMs, hasBox } = this.#look;
    if (hasBox) this.#drawBoxes();
    const total = this.#countLines();
    const hidden = total - this.#shown;
    if (hidden > 0) {
      const waitMs = this.#shownAtMs + this.#stepMs(hidden, stepMs) - performance.now();
      if (this.#shown >= lines && waitMs > 0) {
        this.#timer = setTimeout(() => this.layOut(), waitMs);
        return;
      }
      const isFirst = this.#shown === this.#dropped;
      this.#shown = this.#shown < lines ? Math.min(total, lines) : this.#shown + 1;
      this.#shownAtMs = performance.now();
      this.#place(!isFirst);
      if (total > this.#shown) this.layOut();
    }
    this.#drop();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#column.replaceChildren();
    this.#boxes = [];
    this.#said.clear();
    this.#dropped = this.#shown = 0;
    this.#shownAtMs = -Infinity;
    this.#place(false);
  }

  /** Ids begin again. */
  forget() {
    this.clear();
    this.#last = { id: -1, language: '', endMs: 0 };
  }

  #begin({ id, language, startMs }) {
    const last = this.#column.querySelector(':scope > p:last-of-type');
    const goesOn =
      last !== null &&
      language === this.#last.language &&
      startMs - this.#last.endMs < PAUSE_MS &&
      last.textContent.length < PARAGRAPH_CHARACTERS;
    const paragraph = goesOn ? last : this.#openParagraph(language);
    const stands = new Text();
    const tail = document.createElement('span');
    tail.className = 'tail';
    const caption = document.createElement('span');
    caption.append(stands, tail);
    if (goesOn && !withoutSpaces.has(language)) paragraph.append(' ');
    paragraph.append(caption);
    const said = { stands, tail, paragraph };
    this.#said.set(id, said);
    return said;
  }

  #openParagraph(language) {
    const paragraph = document.createElement('p');
    paragraph.lang = language;
    paragraph.dir = rightToLeft.has(language) ? 'rtl' : 'ltr';
    this.#column.append(paragraph);
    return paragraph;
  }

  /** The more lines wait, the sooner each gives way; what is said just now does not wait at all. */
  #stepMs(hidden, stepMs) {
    return stepMs > 0 ? Math.max(300, stepMs / hidden) : hidden > 1 ? 250 : 0;
  }

  #countLines() {
    let heightPx = 0;
    for (const paragraph of this.#column.querySelectorAll(':scope > p')) heightPx += paragraph.offsetHeight;
    return this.#dropped + Math.round(heightPx / this.#look.linePx);
  }

  /** Moves the column so that the last line in sight is the window's lowest. */
  #place(rolls) {
    const { lines, linePx } = this.#look;
    this.#column.classList.toggle('rolling', rolls);
    this.#column.style.marginTop = `${this.#dropped * linePx}px`;
    this.#column.style.transform = `translateY(${(lines - this.#shown) * linePx}px)`;
  }

  /** Takes out paragraphs that nobody sees any more, without moving the others. */
  #drop() {
    const paragraphs = [...this.#column.querySelectorAll(':scope > p')];
    for (const paragraph of paragraphs.slice(0, -1)) {
      const lines = Math.round(paragraph.offsetHeight / this.#look.linePx);
      // The line above the window may still be on its way out.
      if (this.#dropped + lines >= this.#shown - this.#look.lines) break;
      for (const [id, said] of this.#said) if (said.paragraph === paragraph) this.#said.delete(id);
      paragraph.remove();
      this.#dropped += lines;
      this.#column.style.marginTop = `${this.#dropped * this.#look.linePx}px`;
      if (this.#look.hasBox) this.#drawBoxes();
    }
    if (this.#dropped < DROPPED_LINES) return;
    this.#shown -= this.#dropped;
    this.#dropped = 0;
    this.#place(false);
  }

  /** One box for each line, as wide as its text. */
  #drawBoxes() {
    const { linePx } = this.#look;
    const column = this.#column.getBoundingClientRect();
    const rows = new Map();
    const range = document.createRange();
    for (const { stands, tail } of this.#said.values()) {
      for (const part of [stands, tail]) {
        range.selectNodeContents(part);
        for (const { top, height, left, right, width } of range.getClientRects()) {
          if (width < 1) continue;
          const row = Math.floor((top + height / 2 - column.top) / linePx);
          const known = rows.get(row) ?? { left: Infinity, right: -Infinity };
          rows.set(row, { left: Math.min(known.left, left), right: Math.max(known.right, right) });
        }
      }
    }
    const edgePx = linePx * 0.2;
    while (this.#boxes.length > rows.size) this.#boxes.pop()?.remove();
    [...rows].forEach(([row, { left, right }], at) => {
      const box = (this.#boxes[at] ??= this.#addBox());
      box.style.top = `${row * linePx}px`;
      box.style.left = `${left - column.left - edgePx}px`;
      box.style.width = `${right - left + 2 * edgePx}px`;
    });
  }

  #addBox() {
    const box = document.createElement('div');
    box.className = 'box';
    this.#column.prepend(box);
    return box;
  }
}

/** Texts of others are text and nothing else. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
