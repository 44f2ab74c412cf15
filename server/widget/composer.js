/** @import { ComposerUses, InputHint, Strings } from './types.js' */
// Where the visitor writes. Enter sends unless an input method is still choosing characters.

import { h, icon } from './dom.js';
import { Typeahead } from './typeahead.js';
import { voiceButton } from './voice.js';

/** Characters (code points), as the server counts them. */
const LONGEST = 1000;
const WARN_WITHIN = 100;

export class Composer {
  element;
  /** @type {HTMLTextAreaElement} */
  field;
  #uses;
  #t;
  #hint = h('p', { class: 'hint', role: 'status' });
  /** @type {HTMLInputElement} */
  #date = h('input', { type: 'date', onchange: () => this.#write(this.#date.value) });
  #dateLabel;
  /** @type {Typeahead} */
  #typeahead;
  #recalled = 0;
  #justComposed = false;
  /** @type {InputHint | null} */
  #expected = null;

  /** @param {Strings} t @param {ComposerUses} uses */
  constructor(t, uses) {
    this.#t = t;
    this.#uses = uses;
    const announced = h('p', { class: 'unseen', role: 'status' });
    this.field = h('textarea', {
      part: 'input', rows: 1, 'aria-label': t.input, 'aria-describedby': 'privacy', placeholder: t.placeholder, enterkeyhint: 'send', lang: 'zh-CN',
      onkeydown: (event) => this.#onKey(event),
      oninput: (event) => this.#onInput(/** @type {InputEvent} */ (event).isComposing),
      onblur: () => this.#typeahead.close(),
      oncompositionend: () => {
        this.#onInput();
        // Safari ends the composition before it reports the Enter that ended it.
        this.#justComposed = true;
        setTimeout(() => { this.#justComposed = false; });
      },
    });
    this.#typeahead = new Typeahead(this.field, t, {
      suggest: uses.suggest,
      announce: (text) => { announced.textContent = text; },
      pick: ({ title, intent }) => this.#send(`/${intent}`, title),
    });
    this.#dateLabel = h('label', { class: 'row', hidden: true }, t.date, this.#date);
    this.element = h('form', { class: 'composer empty', part: 'composer', onsubmit: (event) => {
      event.preventDefault();
      this.#submit();
    } },
    this.#typeahead.list, this.#dateLabel,
    h('div', { class: 'entry' }, this.field,
      voiceButton(this.field, t, (text) => { this.#hint.textContent = text; }),
      h('button', { class: 'icon-button send', part: 'send', 'aria-label': t.send, title: t.send }, icon('send'))),
    this.#hint, announced, h('p', { class: 'hint', id: 'privacy' }, t.privacy));
  }

  /** Readies the field for what a form asks. @param {InputHint | null} input */
  expect(input) {
    this.#expected = input;
    this.field.inputMode = input?.type === 'number' ? 'decimal' : '';
    this.field.placeholder = input?.placeholder ?? this.#t.placeholder;
    this.#dateLabel.hidden = input?.type !== 'date';
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229 || this.#justComposed) {
      event.stopPropagation(); // Esc and Enter belong to the input method
    } else if (this.#typeahead.takes(key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (key === 'ArrowUp' || key === 'ArrowDown') {
      this.#recall(event);
    }
  }

  /** @param {boolean} [isComposing] */
  #onInput(isComposing) {
    const characters = [...this.field.value];
    const left = LONGEST - characters.length;
    if (left < 0) this.field.value = characters.slice(0, LONGEST).join('');
    this.#hint.textContent = left < 0 ? this.#t.cut : left <= WARN_WITHIN ? this.#t.left.replace('#', String(left)) : '';
    this.#fit();
    if (!isComposing && !this.#expected) this.#typeahead.update();
  }

  /** In an empty field the arrows bring back what was said before. @param {KeyboardEvent} event */
  #recall(event) {
    const said = this.#uses.said();
    const { value } = this.field;
    if (value !== said[said.length - this.#recalled]) this.#recalled = 0;
    const next = this.#recalled + (event.key === 'ArrowUp' ? 1 : -1);
    if ((value && !this.#recalled) || next < 0 || next > said.length) return;
    event.preventDefault();
    this.#recalled = next;
    this.#write(said[said.length - next] ?? '');
  }

  #submit() {
    const text = this.field.value.trim();
    if (text) this.#send(text);
    else this.field.focus();
  }

  /** @param {string} text @param {string} [title] */
  #send(text, title) {
    this.#typeahead.close();
    this.#hint.textContent = this.#date.value = '';
    this.#write(''); // taken: a second press finds nothing to send
    this.#uses.ask(text, title);
  }

  /** @param {string} text */
  #write(text) {
    this.field.value = text;
    this.#fit();
  }

  #fit() {
    this.element.classList.toggle('empty', !this.field.value.trim());
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}
