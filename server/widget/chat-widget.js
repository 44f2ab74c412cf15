/** @import { ChatError } from './chat-client.js' */
/** @import { Actions, Strings, View } from './types.js' */
// The element <yuqi-chat>: joins the parts, mirrors its attributes as properties, says what happens as events.

import { ChatClient } from './chat-client.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { button, h, icon, isTouch } from './dom.js';
import { HANDOFF } from './feedback-view.js';
import { LogView } from './log-view.js';
import { memoryKey, openMemory } from './memory.js';
import { menuView } from './menu.js';
import { Panel } from './panel.js';
import { save } from './save.js';
import { startView } from './start-view.js';
import { stringsFor } from './strings.js';
import { adopt } from './styles.js';
import { is } from './transcript.js';

/** The server that this came from, as /widget/chat-widget.js or joined with the others as /widget.js. */
const HOME = import.meta.url.replace(/widget(\/[\w-]+)?\.js([?#].*)?$/, '');
const TEXTS = ['server', 'subtitle', 'greeting', 'placeholder', 'colour', 'position', 'persist', 'theme'];
const FLAGS = ['open', 'inline'];

export class YuqiChat extends HTMLElement {
  static observedAttributes = [...TEXTS, ...FLAGS, 'title', 'lang'];

  #root = this.attachShadow({ mode: 'open' });
  #addRules = adopt(this.#root);
  #stage = this.#root.appendChild(h('div', { class: 'stage', title: '' }));
  /** @type {Conversation | null} */
  #conversation = null;
  /** @type {View | null} */
  #view = null;
  #attached = new AbortController();
  #isStale = false;

  /** Asks in the visitor's name. @param {string} text @param {string} [title] shown instead of a payload */
  send(text, title = text) {
    this.#conversation?.ask(text, title);
    this.#tell('send', { text, title });
  }

  /** Deletes the conversation on the server and on this device. */
  async clear() {
    await this.#conversation?.erase();
  }

  connectedCallback() {
    for (const name of [...TEXTS, ...FLAGS]) {
      // A property set before this script arrived hides the accessor: set it again.
      const early = Object.getOwnPropertyDescriptor(this, name);
      if (early && Reflect.deleteProperty(this, name)) Reflect.set(this, name, early.value);
    }
    this.#attached = new AbortController();
    const { signal } = this.#attached;
    addEventListener('online', () => this.#onConnection(), { signal });
    addEventListener('offline', () => this.#onConnection(), { signal });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    addEventListener('storage', ({ key, newValue }) => {
      // Deleted in another tab: gone here too.
      if (key === memoryKey(this.#server) && !newValue) this.#conversation?.apply({ type: 'erased' });
    }, { signal });
    this.#build();
  }

  disconnectedCallback() {
    this.#attached.abort();
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (!this.#view || before === now) return;
    if (name === 'open') {
      this.#onOpen();
    } else if (name === 'colour') {
      this.#recolour();
    } else if (name !== 'position' && name !== 'theme') {
      if (name === 'server' || name === 'persist') this.#conversation = null;
      if (!this.#isStale) queueMicrotask(() => { if (this.isConnected) this.#build(); });
      this.#isStale = true;
    }
  }

  get #isOpen() { return this.hasAttribute('open'); }
  get #isInline() { return this.hasAttribute('inline'); }
  get #isSeen() { return (this.#isInline || this.#isOpen) && document.visibilityState === 'visible'; }
  get #server() { return new URL(this.getAttribute('server') ?? HOME, document.baseURI).href; }
  get #strings() { return stringsFor(this.lang); }

  #build() {
    const [lang] = this.#strings;
    const client = new ChatClient(this.#server, lang);
    this.#isStale = false;
    this.#conversation ??= new Conversation({
      client,
      memory: openMemory(this.#server, this.getAttribute('persist') === 'session'),
      isSeen: () => this.#isSeen,
      explain: (error) => explain(error, this.#strings[1]),
      tell: (name, detail) => this.#tell(name, detail),
    });
    this.#view = this.#parts(client, this.#conversation);
    this.#recolour();
    this.#stage.lang = lang;
    this.#stage.replaceChildren(this.#view.frame, this.#view.launcher ?? '');
    this.#onChange();
    this.#onConnection();
    this.#view.panel?.show(this.#isOpen);
    if (this.#isInline || this.#isOpen) this.#wake();
  }

  /** @param {ChatClient} client @param {Conversation} conversation @returns {View} */
  #parts(client, conversation) {
    const words = this.#strings[1];
    const t = { ...words, placeholder: this.getAttribute('placeholder') ?? words.placeholder };
    const title = this.title || t.title;
    /** @type {Actions} */
    const actions = {
      ask: (text, shown) => this.send(text, shown),
      retry: () => conversation.retry(),
      rate: (key, rating, comment) => conversation.rate(key, rating, comment),
    };
    const start = startView(this.getAttribute('greeting') ?? t.greeting, t, actions, conversation);
    const log = new LogView(t, actions, start.element);
    const composer = new Composer(t, {
      ask: actions.ask,
      suggest: (q, signal) => client.suggest(q, signal),
      said: () => conversation.transcript.messages.flatMap((message) =>
        (message.from === 'user' && message.text === message.title ? [message.text] : [])),
    });
    const menu = menuView(t, {
      browse: () => log.scrollTo(0),
      person: () => this.send(HANDOFF, t.person),
      hasSaid: () => conversation.transcript.messages.length > 0,
      save: () => save(title, conversation.transcript.messages, t),
      erase: async () => {
        await this.clear();
        status.textContent = t.erased;
      },
    });
    const status = h('p', { class: 'banner', role: 'status' });
    const connection = h('p', { class: 'banner', role: 'status' });
    const frame = h(this.#isInline ? 'section' : 'dialog', { id: 'panel', class: 'panel', part: 'panel', tabindex: -1, 'aria-labelledby': 'title' },
      h('header', { part: 'header' },
        h('span', { class: 'mark' }, icon('chat')),
        h('div', {}, h('h2', { id: 'title' }, title), h('p', {}, this.getAttribute('subtitle') ?? t.subtitle)),
        menu.element,
        !this.#isInline && button(t.close, { class: 'icon-button', onclick: () => this.#dismiss() }, icon('close'))),
      connection, status, log.element, composer.element, menu.confirm);
    const unread = h('span', { class: 'unread', part: 'unread', 'aria-hidden': 'true' });
    const launcher = this.#isInline ? null : button(title, {
      class: 'launcher', part: 'launcher', 'aria-controls': 'panel', onclick: () => (this.#isOpen ? this.#dismiss() : this.#greet()),
    }, icon('chat'), icon('close'), h('span', { class: 'words' }, t.launcher), unread);
    const panel = frame instanceof HTMLDialogElement ? new Panel(frame, () => this.#dismiss(), this.#attached.signal) : null;
    return { frame, panel, launcher, unread, status, connection, log, composer, fill: start.fill };
  }

  #recolour() {
    const colour = this.getAttribute('colour') ?? '';
    this.#addRules(CSS.supports('color', colour) ? `:host { --yuqi-accent: ${colour}; }` : '');
  }

  /** The conversation is looked at: load what it needs. */
  #wake() {
    this.#view?.fill();
    this.#conversation?.restore();
    this.#look();
  }

  #look() {
    if (this.#isSeen) this.#conversation?.apply({ type: 'seen' });
  }

  #onOpen() {
    this.#view?.panel?.show(this.#isOpen);
    if (this.#isOpen) this.#wake();
    else this.#onChange();
    this.#tell(this.#isOpen ? 'open' : 'close');
  }

  /** Opened by the visitor, who goes on inside. On a touch screen the keyboard waits until the field is touched. */
  #greet() {
    this.toggleAttribute('open', true);
    (isTouch() ? this.#view?.frame : this.#view?.composer.field)?.focus();
  }

  #dismiss() {
    this.toggleAttribute('open', false);
    this.#view?.launcher?.focus();
  }

  /** @param {string} name @param {unknown} [detail] */
  #tell(name, detail) {
    if (name === 'change') return this.#onChange();
    if (name === 'lost' && this.#view) this.#view.status.textContent = this.#strings[1].lost;
    return this.dispatchEvent(new CustomEvent(`yuqi-${name === 'lost' ? 'error' : name}`, { bubbles: true, composed: true, detail }));
  }

  #onChange() {
    if (!this.#view || !this.#conversation) return;
    const { log, composer, status, launcher, unread } = this.#view;
    const { transcript } = this.#conversation;
    const t = this.#strings[1];
    const last = transcript.messages[transcript.messages.length - 1];
    composer.expect((last?.from === 'bot' && last.reply.input) || null);
    log.render(transcript);
    if (last && !last.restored) status.textContent = '';
    if (!launcher) return;
    const count = transcript.unread ? String(transcript.unread) : '';
    unread.textContent = count;
    launcher.ariaExpanded = String(this.#isOpen);
    launcher.ariaLabel = this.#isOpen ? t.close : [t.launcher, this.title || t.title, count && t.unread.replace('#', count)].filter(Boolean).join(' · ');
  }

  #onConnection() {
    if (this.#view) this.#view.connection.textContent = navigator.onLine ? '' : this.#strings[1].offline;
    if (navigator.onLine && this.#conversation?.transcript.messages.some((message) => is(message, 'failed'))) this.#conversation.retry();
  }
}

for (const name of TEXTS) {
  Object.defineProperty(YuqiChat.prototype, name, {
    get() { return this.getAttribute(name) ?? ''; },
    set(value) { this.setAttribute(name, value); },
  });
}
for (const name of FLAGS) {
  Object.defineProperty(YuqiChat.prototype, name, {
    get() { return this.hasAttribute(name); },
    set(value) { this.toggleAttribute(name, Boolean(value)); },
  });
}

/** @param {ChatError} error @param {Strings} t */
function explain({ status, message, retryAfter }, t) {
  if (status === 429 && retryAfter) return t.tooFast.replace('#', String(retryAfter));
  if (status >= 400 && status < 500) return message || t.refused;
  return navigator.onLine ? t.unreachable : ''; // the banner tells the rest
}
