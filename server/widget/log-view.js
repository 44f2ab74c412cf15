/** @import { Actions, Message, MessageView, Strings, Transcript } from './types.js' */
// The conversation on the page. What was said before stands outside the live region, so that only news is read out;
// a message becomes an element once and is never made again.

import { h, matches } from './dom.js';
import { botView, userView } from './message-view.js';
import { is } from './transcript.js';

/** Faster answers need no sign that somebody is thinking. */
const TYPING_AFTER_MS = 300;

export class LogView {
  element;
  #history = h('div', { class: 'history' });
  #live;
  #typing;
  #t;
  #actions;
  #timer = 0;
  /** @type {Map<string, MessageView & {message: Message}>} */
  #views = new Map();

  /** @param {Strings} t @param {Actions} actions @param {HTMLElement} start */
  constructor(t, actions, start) {
    this.#t = t;
    this.#actions = actions;
    this.#live = h('div', { role: 'log', 'aria-label': t.log, part: 'log' });
    this.#typing = h('div', { class: 'typing', 'aria-hidden': 'true', hidden: true }, h('i'), h('i'), h('i'), t.typing);
    this.element = h('div', { class: 'scroller', tabindex: 0, role: 'group', 'aria-label': t.log },
      start, this.#history, this.#live, this.#typing);
  }

  /** @param {Transcript} transcript */
  render({ messages }) {
    for (const [key, { element }] of this.#views) {
      if (messages.some((message) => message.key === key)) continue;
      element.remove();
      this.#views.delete(key);
    }
    const next = new Map([[this.#history, this.#history.firstChild], [this.#live, this.#live.firstChild]]);
    let newest = null;
    for (const message of messages) {
      let view = this.#views.get(message.key);
      if (!view) {
        const make = message.from === 'user' ? userView(message, this.#t, this.#actions) : botView(message, this.#t, this.#actions);
        view = { ...make, message };
        this.#views.set(message.key, view);
        newest = view;
      } else if (view.message !== message) {
        view.message = message;
        view.update(message);
        if (is(message, 'failed')) newest = view; // it grew by the way to try again
      }
      const list = message.restored ? this.#history : this.#live;
      if (next.get(list) !== view.element) list.insertBefore(view.element, next.get(list) ?? null);
      next.set(list, view.element.nextSibling);
    }
    this.#showTyping(messages.some((message) => is(message, 'sending')));
    if (newest) this.#follow(newest);
  }

  /** @param {number} top */
  scrollTo(top, calm = matches('(prefers-reduced-motion: reduce)')) {
    this.element.scrollTo({ top, behavior: calm ? 'auto' : 'smooth' });
  }

  /** A long answer is read from its start: the question stays in sight, the end waits below. @param {MessageView & {message: Message}} newest */
  #follow({ element, message }) {
    const asked = /** @type {HTMLElement | null} */ (element.previousElementSibling);
    const first = asked && asked.offsetHeight < 120 ? asked : element;
    if (message.from === 'user' || message.restored) this.scrollTo(this.element.scrollHeight, true);
    else this.scrollTo(first.offsetTop - 12);
  }

  /** @param {boolean} isThinking */
  #showTyping(isThinking) {
    clearTimeout(this.#timer);
    if (!isThinking) this.#typing.hidden = true;
    else {
      this.#timer = window.setTimeout(() => {
        this.#typing.hidden = false;
        this.scrollTo(this.element.scrollHeight);
      }, TYPING_AFTER_MS);
    }
  }
}
