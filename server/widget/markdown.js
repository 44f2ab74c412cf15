// The Markdown of our answers as DOM nodes: paragraphs, lists, **bold**, [links](https://…). There is no HTML path:
// markup in the source stays text, and a link is a link only under a safe scheme.

import { h } from './dom.js';

/** Psychological aid, finance, central bank, courts, city hall, Alipay, MYbank, police, ambulance. */
const HELP_LINES = /12356|12378|12363|12368|12345|95188|95384|110|120/g;
/** 「逾期120天」, 「110元」, 「2110」 are no help lines. */
const NO_LINE_AFTER = /[\d.,¥第约超满达期-]\s*$/;
const NO_LINE_BEFORE = /^\s*[\d.,%元块万千百亿天日个月年期次周笔条页-]/;

/** @param {string} label @param {string | null | undefined} address @returns {Node | string} text if the address is unsafe */
export function link(label, address) {
  try {
    const { href, protocol } = new URL(address ?? '');
    const target = protocol === 'https:' && '_blank';
    if (target || /^(tel|mailto):$/.test(protocol)) return h('a', { href, target, rel: target && 'noopener noreferrer nofollow' }, label);
  } catch { /* no address at all */ }
  return label;
}

/** @param {string} text @param {boolean} phones @returns {(Node | string)[]} */
function inline(text, phones) {
  // Split at what it captures: bold, label and address stand at 1, 2, 3 of every four.
  const parts = text.split(/\*\*(.+?)\*\*|\[([^\]]*)\]\(([^)\s]*)\)/);
  return parts.flatMap((part, at) => [
    () => (phones ? callable(part ?? '') : [part]),
    () => (part ? [h('strong', {}, ...inline(part, phones))] : []),
    () => (part ? [link(part, parts[at + 1])] : []),
    () => [],
  ][at % 4]?.() ?? []);
}

/** @param {string} text @returns {(Node | string)[]} */
function callable(text) {
  const numbers = text.match(HELP_LINES) ?? [];
  const around = text.split(HELP_LINES);
  return around.flatMap((before, at) => {
    const number = numbers[at];
    if (!number) return [before];
    return [before, NO_LINE_AFTER.test(before) || NO_LINE_BEFORE.test(around[at + 1] ?? '') ? number : link(number, `tel:${number}`)];
  });
}

/** @param {string} markdown @param {boolean} phones make help lines callable */
export function renderMarkdown(markdown, phones) {
  /** @type {HTMLElement[]} */
  const blocks = [];
  /** @type {HTMLElement | null} the paragraph or item that the next line continues */
  let open = null;
  for (const line of markdown.split(/\r?\n/)) {
    const [, number, item] = /^\s*(?:[-*]|(\d+)\.)\s+(.*)/.exec(line) ?? [];
    const last = blocks[blocks.length - 1];
    if (!line.trim()) {
      open = null;
    } else if (item) {
      const tag = number ? 'ol' : 'ul';
      open = h('li', {}, ...inline(item, phones));
      if (last?.localName === tag) last.append(open);
      else blocks.push(h(tag, { start: number }, open));
    } else if (open) {
      open.append(h('br'), ...inline(line.trim(), phones));
    } else {
      blocks.push(open = h('p', {}, ...inline(line, phones)));
    }
  }
  return blocks;
}
