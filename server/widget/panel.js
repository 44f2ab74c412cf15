// The floating window: beside the page where there is room, over all of it on a phone.

import { matches } from './dom.js';

const PHONE = '(max-width: 480px), (max-height: 420px)';

export class Panel {
  #dialog;

  /** @param {HTMLDialogElement} dialog @param {() => void} dismiss on Esc or the phone's back gesture @param {AbortSignal} signal */
  constructor(dialog, dismiss, signal) {
    this.#dialog = dialog;
    dialog.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      dismiss();
    });
    dialog.addEventListener('cancel', (event) => {
      if (event.target !== dialog) return; // a dialog inside
      event.preventDefault();
      dismiss();
    });
    matchMedia(PHONE).addEventListener('change', () => {
      if (!dialog.open) return;
      dialog.close();
      this.show(true);
    }, { signal });
    // The keyboard covers the page without resizing it: the panel keeps to what is left.
    const fit = () => {
      dialog.style.setProperty('--visible-height', `${visualViewport?.height}px`);
      dialog.style.setProperty('--visible-top', `${visualViewport?.offsetTop}px`);
    };
    visualViewport?.addEventListener('resize', fit, { signal });
    visualViewport?.addEventListener('scroll', fit, { signal });
    if (visualViewport) fit();
  }

  /** @param {boolean} open */
  show(open) {
    if (open === this.#dialog.open) return;
    if (!open) this.#dialog.close();
    else if (matches(PHONE)) this.#dialog.showModal();
    else this.#dialog.open = true; // unlike show(), leaves the focus where it is
  }
}
