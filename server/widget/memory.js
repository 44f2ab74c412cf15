/** @import { Memory } from './types.js' */
// What stays on the device: the conversation's id and nothing else. Debt is nobody else's business.

/** @param {string} server */
export const memoryKey = (server) => `yuqi-conversation ${server}`;

/** @param {string} server @param {boolean} brief forget when the tab closes @returns {Memory} */
export function openMemory(server, brief) {
  const key = memoryKey(server);
  const attempt = (/** @type {(store: Storage) => any} */ use) => {
    try {
      return use(brief ? sessionStorage : localStorage);
    } catch {
      return null; // storage is switched off: the conversation lasts as long as the page
    }
  };
  return {
    read: () => attempt((store) => store.getItem(key)),
    write: (id) => attempt((store) => store.setItem(key, id)),
    forget: () => attempt((store) => store.removeItem(key)),
  };
}
