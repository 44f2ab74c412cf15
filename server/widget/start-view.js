/** @import { Actions, Catalogue, Question, Strings } from './types.js' */
// What a visitor sees first: a greeting, the hottest questions, the topics, and a number to call when it is too much.

import { button, h, isTouch } from './dom.js';
import { renderMarkdown } from './markdown.js';

/**
 * @param {string} greeting @param {Strings} t @param {Actions} actions
 * @param {{browse(): Promise<Catalogue | null>, terms(): Promise<string>}} server
 */
export function startView(greeting, t, actions, server) {
  const notice = h('div', { class: 'terms', lang: 'zh-CN' });
  const questions = h('div', { class: 'catalogue', lang: 'zh-CN' });
  const list = (/** @type {Question[]} */ found) => h('ul', {}, ...found.map(({ title, intent }) => h('li', {},
    button(title, { part: 'question', onclick: (event) => {
      if (event.detail < 2) actions.ask(`/${intent}`, title); // a double click asks once
    } }))));
  const fill = async () => {
    const [catalogue, terms] = await Promise.all([server.browse(), server.terms()]);
    notice.replaceChildren(...renderMarkdown(terms, isTouch()));
    questions.replaceChildren(...(catalogue ? [
      h('h3', {}, t.hot), list(catalogue.hot.slice(0, 5)),
      h('h3', {}, t.topics), h('div', {}, ...catalogue.topics.map((topic) =>
        h('details', { name: 'topic' }, h('summary', {}, topic.title), list(topic.questions)))),
    ] : [h('p', {}, t.unreachable), h('slot'), button(t.retry, { class: 'option', onclick: fill })]));
  };
  const element = h('div', { class: 'start', part: 'start' },
    h('p', { class: 'greeting' }, greeting), notice, questions,
    h('p', { class: 'help' }, t.crisis, ' ', h('a', { href: 'tel:12356' }, '12356')));
  return { element, fill };
}
