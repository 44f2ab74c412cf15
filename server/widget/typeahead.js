/** @import { Question, Strings, TypeaheadUses } from './types.js' */
// Completions while typing: a listbox above the field that arrows, fingers and the mouse choose from.

import { h } from './dom.js';

export class Typeahead {
  list;
  #field;
  #t;
  #uses;
  /** @type {Question[]} */
  #found = [];
  #active = -1;
  #request = new AbortController();

  /** @param {HTMLTextAreaElement} field @param {Strings} t @param {TypeaheadUses} uses */
  constructor(field, t, uses) {
    this.#field = field;
    this.#t = t;
    this.#uses = uses;
    this.list = h('ul', {
      id: 'suggestions', part: 'suggestions', role: 'listbox', 'aria-label': t.related, lang: 'zh-CN', hidden: true,
      onpointerdown: (event) => event.preventDefault(), // the field keeps the focus
    });
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', 'suggestions');
  }

  /** Asks for what fits the field now; only the newest request is listened to. */
  async update() {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const q = this.#field.value.trim();
    const found = q && q.length < 40 ? await this.#uses.suggest(q, signal).catch(() => []) : [];
    if (!signal.aborted) this.#show(found, q);
  }

  close() {
    this.#request.abort();
    this.#show([]);
  }

  /** @param {string} key @returns {boolean} was the key meant for the list? */
  takes(key) {
    const count = this.#found.length;
    if (!count) return false;
    // Round and round, with the field itself between the last and the first.
    if (key === 'ArrowDown') this.#activate(this.#active + 1 < count ? this.#active + 1 : -1);
    else if (key === 'ArrowUp') this.#activate(this.#active < 0 ? count - 1 : this.#active - 1);
    else if (key === 'Escape') this.close();
    else if (key === 'Enter' && this.#active >= 0) this.#choose(this.#active);
    else return false;
    return true;
  }

  /** @param {Question[]} found @param {string} [q] */
  #show(found, q = '') {
    if (!found.length && !this.#found.length) return;
    this.#found = found;
    this.list.hidden = !found.length;
    this.list.replaceChildren(...found.map(({ title }, index) => {
      const at = Math.max(0, title.indexOf(q));
      const end = title.includes(q) ? at + q.length : at;
      return h('li', { id: `suggestion-${index}`, role: 'option', onclick: () => this.#choose(index) },
        title.slice(0, at), h('b', {}, title.slice(at, end)), title.slice(end));
    }));
    this.#activate(-1);
    this.#uses.announce(found.length ? this.#t.suggestions.replace('#', String(found.length)) : '');
  }

  /** @param {number} index -1: none */
  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, at) => { option.ariaSelected = String(at === index); });
    this.list.children[index]?.scrollIntoView({ block: 'nearest' });
    this.#field.setAttribute('aria-activedescendant', index < 0 ? '' : `suggestion-${index}`);
  }

  /** @param {number} index */
  #choose(index) {
    const question = /** @type {Question} */ (this.#found[index]);
    this.close();
    this.#uses.pick(question);
  }
}
