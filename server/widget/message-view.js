/** @import { BotMessage, MakeMessage, MakeOptions, Reply, Strings, UserMessage } from './types.js' */
// One message as an element: the visitor's words, or a reply with its notice, text, options, sources and rating.

import { button, h, icon, isTouch } from './dom.js';
import { feedbackView } from './feedback-view.js';
import { link, renderMarkdown } from './markdown.js';

/** @type {MakeMessage<UserMessage>} */
export function userView(message, t, actions) {
  const state = h('div', { class: 'state' });
  const element = h('div', { class: 'message user', part: 'message user-message' },
    h('span', { class: 'unseen' }, t.you), h('p', { class: 'bubble' }, message.title), state);
  const update = (/** @type {UserMessage} */ { status, error, at }) => {
    element.dataset.status = status;
    state.replaceChildren(...(status === 'failed' ? [t.failed + error, button(t.retry, { class: 'option', onclick: actions.retry })]
      : [status === 'sent' ? time(at) : t.sending]));
    state.ariaHidden = String(status !== 'failed' && status !== 'sent');
  };
  update(message);
  return { element, update };
}

/** @type {MakeMessage<BotMessage>} */
export function botView(message, t, actions) {
  const { kind, answer, notice, suggestions } = message.reply;
  const [first, ...rest] = renderMarkdown(answer?.text ?? '', isTouch());
  const feedback = kind === 'answer' && feedbackView(message, t, actions);
  const element = h('div', { class: `message bot ${kind}`, part: `message bot-message ${kind}`, lang: 'zh-CN' },
    h('span', { class: 'unseen' }, t.bot),
    notice && h('div', { class: 'notice' }, ...renderMarkdown(notice, isTouch())),
    h('div', { class: 'body' }, first, kind === 'crisis' && callsView(t), ...rest),
    optionsView(kind, suggestions, t, actions),
    // The reply itself is read out; what hangs on it is there to be found.
    h('div', { class: 'foot', 'aria-live': 'off' }, sourcesView(message.reply, t),
      h('div', { class: 'line' }, time(message.at), feedback && feedback.buttons), feedback && feedback.element));
  return { element, update: (next) => feedback && feedback.update(next) };
}

/** In a crisis the numbers to call are in sight at once. @param {Strings} t */
const callsView = (t) => h('div', { class: 'calls' }, ...t.calls.split('/').map((call) => {
  const [number, name] = call.split(/ (.*)/);
  return h('a', { href: `tel:${number}` }, icon('phone'), h('strong', {}, number), name);
}));

/** @type {MakeOptions} */
function optionsView(kind, suggestions = [], t, actions) {
  const name = kind === 'clarify' ? t.choose : t.related;
  return suggestions.length > 0 && h('div', { class: `options ${kind === 'clarify' ? 'rows' : ''}`, role: 'group', 'aria-label': name },
    kind !== 'ask' && kind !== 'clarify' && h('p', { 'aria-hidden': 'true' }, name),
    ...suggestions.map(({ title, payload }) => {
      const option = button(title, { class: 'option', part: 'option', onclick: ({ detail }) => {
        if (option.ariaDisabled || detail > 1) return; // the second half of a double tap
        option.ariaDisabled = 'true';
        actions.ask(payload, title);
      } });
      return option;
    }));
}

/** @param {Reply} reply @param {Strings} t */
function sourcesView({ kind, answer }, t) {
  const sources = answer?.sources ?? [];
  const reviewed = answer?.reviewed && t.reviewed.replace('#', answer.reviewed);
  return sources.length ? h('details', { class: 'sources', part: 'sources' },
    h('summary', {}, [t.sources.replace('#', String(sources.length)), reviewed].filter(Boolean).join(' · ')),
    h('ul', {}, ...sources.map(({ title, url }) => h('li', {}, link(title, url)))))
    : kind === 'answer' && reviewed && h('p', {}, reviewed);
}

/** @param {string} at RFC 3339 */
function time(at) {
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
  const isToday = date.toDateString() === new Date().toDateString();
  return h('time', { datetime: at }, isToday ? local.slice(11, 16) : local.slice(0, 16).replace('T', ' '));
}
