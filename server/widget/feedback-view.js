/** @import { BotMessage, MakeMessage, Rating } from './types.js' */
// Thumbs under an answer, an optional reason, and the way to a person when it did not help.

import { button, h, icon } from './dom.js';

/** Rasa's button convention, for the intent that hands over to a person. */
export const HANDOFF = '/human_handoff';

/** @type {(...given: Parameters<MakeMessage<BotMessage>>) => ReturnType<MakeMessage> & {buttons: HTMLElement}} */
export function feedbackView(message, t, actions) {
  const result = h('p', { role: 'status' });
  const rate = async (/** @type {Rating} */ rating, /** @type {string | undefined} */ comment = undefined) => {
    if (!comment && thumbs[rating].ariaPressed === 'true') return;
    result.textContent = '';
    const stored = await actions.rate(message.key, rating, comment);
    result.textContent = stored ? t.thanks : t.rateFailed;
    if (stored && comment) {
      thumbs.down.focus();
      why.hidden = true;
    }
  };
  const thumb = (/** @type {Rating} */ rating) => button(t[rating], { class: `icon-button ${rating}`, onclick: () => rate(rating) }, icon('up'));
  const thumbs = { up: thumb('up'), down: thumb('down') };
  const words = h('input', { maxlength: 500, 'aria-label': t.why, autocomplete: 'off' });
  const why = h('div', {},
    h('div', { class: 'options', role: 'group', 'aria-label': t.why }, h('p', { 'aria-hidden': 'true' }, t.why),
      ...t.reasons.split('/').map((reason) => button(reason, { class: 'option', onclick: () => rate('down', reason) }))),
    h('form', { class: 'row', onsubmit: (event) => {
      event.preventDefault();
      rate('down', words.value.trim() || undefined);
    } }, words, h('button', { class: 'option' }, t.submit)),
    button(t.unsolved, { class: 'option unsolved', onclick: () => actions.ask(HANDOFF, t.unsolved) }));

  const update = (/** @type {BotMessage} */ { rating }) => {
    thumbs.up.ariaPressed = String(rating === 'up');
    thumbs.down.ariaPressed = String(rating === 'down');
    why.hidden = rating !== 'down';
  };
  update(message);
  return {
    element: h('div', { class: 'feedback' }, why, result),
    buttons: h('div', { class: 'row', role: 'group', 'aria-label': t.helpful }, thumbs.up, thumbs.down),
    update,
  };
}
