/** @import { Message, Strings } from './types.js' */
// The conversation as a text file on the visitor's device: to read later, or to show at the bank.

import { h } from './dom.js';

/** @param {string} name @param {readonly Message[]} messages @param {Strings} t */
export function save(name, messages, t) {
  const text = messages.map((message) => (message.from === 'user' ? t.you + message.title : t.bot + written(message.reply))).join('\n\n');
  const href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  h('a', { href, download: `${name}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/** @param {import('./types.js').Reply} reply */
function written({ answer, notice }) {
  const sources = (answer?.sources ?? []).map(({ title, url }) => [title, url].filter(Boolean).join(' '));
  return [notice, answer?.text.replaceAll('**', ''), ...sources].filter(Boolean).join('\n');
}
