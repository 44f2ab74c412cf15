/** @import { Catalogue, History, Privacy, Question, Rating, Reply } from './types.js' */
// The server's JSON interface. Every failure is a ChatError. Only answers are retried, under one message_id,
// so that the server takes a message once however often it arrives.

const TIMEOUT_MS = 20_000;
const RETRY_AFTER_MS = [400, 1500];

export class ChatError extends Error {
  /** @param {string} detail @param {number} [status] 0 when nobody answered @param {number} [retryAfter] seconds */
  constructor(detail, status = 0, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export class ChatClient {
  #server;
  #locale;

  /** @param {string} server address that the interface hangs under @param {string} locale */
  constructor(server, locale) {
    this.#server = server.replace(/\/*$/, '/api/');
    this.#locale = locale;
  }

  /** @param {object} message `text`, `conversation_id`, `message_id` … as api.md says @returns {Promise<Reply>} */
  async answer(message) {
    for (const wait of [...RETRY_AFTER_MS, 0]) {
      try {
        return await this.#call('POST', 'answer', { locale: this.#locale, ...message });
      } catch (error) {
        // Nobody there, or a proxy in front of a server that is starting or busy: this passes.
        const passes = [0, 502, 503, 504].includes(/** @type {ChatError} */ (error).status);
        if (!passes || !wait || !navigator.onLine) throw error;
        await new Promise((resolve) => { setTimeout(resolve, wait); });
      }
    }
    throw new ChatError('');
  }

  /** @param {string} q @param {AbortSignal} signal @returns {Promise<Question[]>} */
  async suggest(q, signal) {
    return (await this.#call('GET', `suggest?limit=5&q=${encodeURIComponent(q)}`, undefined, signal)).suggestions;
  }

  /** @returns {Promise<Catalogue>} */
  questions() {
    return this.#call('GET', 'questions');
  }

  /** @returns {Promise<Privacy>} */
  privacy() {
    return this.#call('GET', 'privacy');
  }

  /** @param {string} id @returns {Promise<History>} */
  history(id) {
    return this.#call('GET', `conversations/${encodeURIComponent(id)}`);
  }

  /** @param {string} id @returns {Promise<void>} */
  delete(id) {
    return this.#call('DELETE', `conversations/${encodeURIComponent(id)}`);
  }

  /** @param {Reply} reply @param {Rating} rating @param {string} [comment] @returns {Promise<void>} */
  feedback({ conversation_id, turn }, rating, comment) {
    return this.#call('POST', 'feedback', { conversation_id, turn, rating, comment });
  }

  /** @param {string} method @param {string} path @param {object} [body] @param {AbortSignal} [signal] */
  async #call(method, path, body, signal) {
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), TIMEOUT_MS);
    signal?.addEventListener('abort', () => cut.abort());
    try {
      const response = await fetch(this.#server + path, {
        method,
        signal: cut.signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (response.status === 204) return undefined;
      const json = await response.json().catch(() => null);
      if (response.ok && json) return json;
      throw new ChatError(json?.detail ?? '', response.status, Number(response.headers.get('Retry-After')) || 0);
    } catch (error) {
      throw error instanceof ChatError ? error : new ChatError(String(error));
    } finally {
      clearTimeout(timer);
    }
  }
}
