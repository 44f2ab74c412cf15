// The demo page: topics from the catalogue, snippets that carry this server's address, and one live call.

import { h } from './dom.js';

const chat = /** @type {import('./chat-widget.js').YuqiChat} */ (document.querySelector('#chat'));
const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin;

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const code = find(`#${button.getAttribute('data-copy')}`);
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      button.textContent = '已复制';
    } catch {
      getSelection()?.selectAllChildren(code); // no clipboard without https: one key press remains
      button.textContent = '已选中，请按 Ctrl+C';
    }
  });
}

/** @param {import('./types.js').Question} question */
function questionButton({ title, intent }) {
  return h('li', {}, h('button', { type: 'button', onclick: () => {
    chat.send(`/${intent}`, title);
    chat.scrollIntoView({ block: 'center' });
  } }, title));
}

async function showTopics() {
  const catalogue = find('#catalogue');
  try {
    const response = await fetch('/api/questions');
    /** @type {import('./types.js').Catalogue} */
    const { topics } = await response.json();
    catalogue.replaceChildren(...topics.map(({ title, questions }) => h('section', {},
      h('h3', {}, title, h('small', {}, ` ${questions.length}`)),
      h('ul', {}, ...questions.slice(0, 5).map(questionButton)),
      questions.length > 5 && h('details', {}, h('summary', {}, `其余 ${questions.length - 5} 个`), h('ul', {}, ...questions.slice(5).map(questionButton))))));
  } catch {
    catalogue.replaceChildren(h('p', {}, '暂时读不到主题，请稍后刷新。'));
  }
}

find('#try').addEventListener('submit', async (event) => {
  event.preventDefault();
  const result = find('#try-result');
  const { value } = /** @type {HTMLInputElement} */ (find('#try-text'));
  result.hidden = false;
  result.textContent = '…';
  try {
    const response = await fetch('/api/answer', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: value }),
    });
    result.textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    result.textContent = String(error);
  }
});

showTopics();
