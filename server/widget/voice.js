/** @import { Strings } from './types.js' */
// Speech to text where the browser offers it; the words land in the field, to be read over before they are sent.

import { button, icon } from './dom.js';

/**
 * @param {HTMLTextAreaElement} field @param {Strings} t @param {(text: string) => void} announce
 * @returns {HTMLButtonElement | null} null where the browser cannot listen
 */
export function voiceButton(field, t, announce) {
  const Recognition = Reflect.get(window, 'SpeechRecognition') ?? Reflect.get(window, 'webkitSpeechRecognition');
  if (!Recognition) return null;
  /** @type {any} */
  let listening;
  const end = (/** @type {string} */ said) => {
    if (listening) announce(said);
    listening = null;
    voice.ariaPressed = 'false';
  };
  const voice = button(t.voice, { class: 'icon-button voice', 'aria-pressed': 'false', onclick: () => {
    if (listening) return listening.stop();
    const before = field.value;
    listening = new Recognition();
    listening.lang = 'zh-CN';
    listening.interimResults = true;
    listening.onresult = (/** @type {any} */ { results }) => {
      field.value = before + Array.from(results, ([best]) => best.transcript).join('');
      field.dispatchEvent(new Event('input'));
    };
    listening.onerror = () => end(t.voiceFailed);
    listening.onend = () => end('');
    listening.start();
    voice.ariaPressed = 'true';
    return announce(t.listening);
  } }, icon('voice'));
  return voice;
}
