/** @import { Child, Props } from './types.js' */
// Elements without markup: text goes in as text, so nothing a person or a server writes can become code.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Props} [props] @param {...Child} children
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const name in props) {
    const value = props[name];
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** @param {string} name the button's words, unless an icon stands for them @param {Props} props @param {...Child} children */
export const button = (name, props, ...children) =>
  h('button', { type: 'button', ...(children.length && { 'aria-label': name, title: name }), ...props }, ...(children.length ? children : [name]));

/** Drawn with a round pen on a square of 24. */
const ICONS = {
  chat: 'M4 5.5h16v11H11l-4.5 3.6v-3.6H4zM8.5 9.5h7M8.5 12.7h4.5',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 11.5h1v1H5zM11.5 11.5h1v1h-1zM18 11.5h1v1h-1z',
  send: 'M12 19V5.5M6 11l6-6 6 6',
  voice: 'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21',
  up: 'M7.5 11v8.5h-3V11zM7.5 11l3.7-7c1.5 0 2.3 1 2.1 2.5l-.5 3H18a1.8 1.8 0 0 1 1.8 2.2l-1.3 6.2a2 2 0 0 1-2 1.6h-9',
  phone: 'M6.5 4h3L11 8 9 9.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16.3 16.3 0 0 1 4.5 6.2a2 2 0 0 1 2-2.2z',
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg?.setAttribute('viewBox', '0 0 24 24');
  svg?.setAttribute('aria-hidden', 'true');
  path?.setAttribute('d', ICONS[name]);
  svg?.append(path ?? '');
  return svg;
}

/** @param {string} query */
export const matches = (query) => matchMedia(query).matches;
export const isTouch = () => matches('(pointer: coarse)');
