// The Markdown of our answers as DOM nodes: paragraphs, headings, lists, **bold**, links. There is no HTML path:
// markup in the source stays text, and a link is a link only under a safe scheme.

import { h } from './dom.js';

/** Bold · [label](address) · bare address. */
const INLINE = /\*\*(.+?)\*\*|\[([^\]]*)\]\(([^)\s]*)\)|(https:\/\/[^\s<>"'（）()，。；、！？【】《》]+)/g;
const ITEM = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;

/** Psychological aid, finance, central bank, courts, city hall, Alipay, MYbank, police, ambulance. */
const HELP_LINES = /12356|12378|12363|12368|12345|95188|95384|110|120/g;
/** 「逾期120天」, 「110元」, 「2110」 are no help lines. */
const NOT_BEFORE = /[\d.,¥￥$第约近超满达过逾期-]\s*$/;
const NOT_AFTER = /^\s*[\d.,%％‰元块万千百亿天日个月年期次周笔家名条号倍点分秒岁人页-]/;

/** @param {string | null | undefined} address @returns {string | null} the address if it is safe to follow */
export function safeHref(address) {
  try {
    const { protocol, href } = new URL(address ?? '');
    return /^(https|tel|mailto):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** @param {string} label @param {string | null | undefined} address @returns {Node | string} plain text if it is unsafe */
export function link(label, address) {
  const href = safeHref(address);
  const away = href?.startsWith('https:') && { target: '_blank', rel: 'noopener noreferrer nofollow' };
  return href ? h('a', { href, ...away }, label) : label;
}

/** @param {string} text @param {RegExp} pattern @param {(match: RegExpMatchArray, before: string, after: string) => (Node | string)[]} make */
function replaced(text, pattern, make) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const end = (match.index ?? 0) + match[0].length;
    parts.push(text.slice(from, match.index), ...make(match, text.slice(0, match.index), text.slice(end)));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/**
 * @param {string} markdown
 * @param {boolean} [phones] make help lines callable
 */
export function renderMarkdown(markdown, phones) {
  const root = document.createDocumentFragment();
  /** @type {HTMLElement | null} the paragraph or item that the next line continues */
  let open = null;
  /** @type {Element | null | undefined} the list that the next item continues */
  let list = null;
  const callable = (/** @type {Node | string} */ part) => (phones && typeof part === 'string'
    ? replaced(part, HELP_LINES, ([number], before, rest) =>
      [NOT_BEFORE.test(before) || NOT_AFTER.test(rest) ? number : link(number, `tel:${number}`)])
    : [part]);
  const inline = (/** @type {string} */ text) => replaced(text, INLINE, ([all, bold, label, address, bare]) =>
    [bold ? h('strong', {}, ...replaced(bold, INLINE, ([, , name, to, url]) => [link(name || url || '', to || url)]).flatMap(callable)) : link(label || bare || all, address ?? bare)]).flatMap(callable);

  for (const line of markdown.split(/\r?\n/)) {
    const [, indent = '', number, text = ''] = ITEM.exec(line) ?? [];
    const heading = /^#+\s+(.*)/.exec(line)?.[1];
    if (!line.trim()) {
      open = null;
    } else if (text) {
      const tag = number ? 'ol' : 'ul';
      /** @type {DocumentFragment | Element} */
      const parent = (indent.length > 1 && /** @type {Element | null} */ (list)?.lastElementChild) || root;
      /** @type {Element | null | undefined} */
      let own = parent === root ? list : parent.lastElementChild;
      if (own?.localName !== tag) {
        own = h(tag, { start: number });
        parent.append(own);
      }
      if (parent === root) list = own;
      open = h('li', {}, ...inline(text));
      own.append(open);
    } else if (open && !heading) {
      open.append(h('br'), ...inline(line.trim()));
    } else {
      list = null;
      open = h('p', {}, ...(heading ? [h('strong', {}, ...inline(heading))] : inline(line)));
      root.append(open);
      if (heading) open = null;
    }
  }
  return root;
}
