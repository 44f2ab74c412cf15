/** @import { Strings } from './types.js' */
// The menu in the header, and the question before everything is deleted.

import { button, h, icon } from './dom.js';

/** @param {Strings} t @param {{browse(): void, person(): void, hasSaid(): boolean, save(): void, erase(): Promise<void>}} does */
export function menuView(t, does) {
  const show = (/** @type {boolean} */ open) => {
    list.hidden = !open;
    saver.hidden = !does.hasSaid();
    opener.ariaExpanded = String(open);
  };
  const item = (/** @type {string} */ name, /** @type {() => void} */ act) => button(name, { onclick: () => { show(false); opener.focus(); act(); } });
  const saver = item(t.save, does.save);
  const list = h('div', { id: 'menu', part: 'menu', hidden: true },
    item(t.browse, does.browse), item(t.person, does.person), saver, item(t.erase, () => confirm.showModal()));
  const opener = button(t.menu, { class: 'icon-button', 'aria-expanded': 'false', 'aria-controls': 'menu', onclick: () => show(list.hidden) }, icon('more'));

  const failure = h('p', { role: 'alert' });
  const yes = button(t.eraseYes, { class: 'option danger', onclick: async () => {
    if (yes.ariaBusy) return;
    failure.textContent = '';
    yes.ariaBusy = 'true';
    try {
      await does.erase();
      confirm.close();
    } catch {
      failure.textContent = t.eraseFailed;
    }
    yes.ariaBusy = null;
  } });
  /** @type {HTMLDialogElement} */
  const confirm = h('dialog', {
    class: 'confirm', role: 'alertdialog', 'aria-labelledby': 'erase-ask', 'aria-describedby': 'erase-detail',
    onkeydown: (event) => event.stopPropagation(),
  },
  h('h3', { id: 'erase-ask' }, t.eraseAsk), h('p', { id: 'erase-detail' }, t.eraseDetail), failure,
  h('div', { class: 'row' }, button(t.cancel, { class: 'option', autofocus: true, onclick: () => confirm.close() }), yes));

  const element = h('div', {
    class: 'menu',
    onfocusout: (event) => { if (!element.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false); },
    onkeydown: (event) => {
      if (event.key !== 'Escape' || list.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      show(false);
      opener.focus();
    },
  }, opener, list);
  return { element, confirm };
}
