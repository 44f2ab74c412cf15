/** @import { Catalogue, Rating, Surroundings, TranscriptEvent, UserMessage } from './types.js' */
// One conversation: messages go out one at a time and in order, each exactly once. Knows the server, not the page.

import { ChatError } from './chat-client.js';
import { EMPTY, after, is } from './transcript.js';

export class Conversation {
  transcript = EMPTY;
  /** @type {Catalogue | null} */
  #catalogue = null;
  /** @type {string | null} */
  #terms = null;
  #around;
  /** @type {Promise<void> | null} */
  #restoring = null;
  /** @type {Promise<void> | null} */
  #sending = null;
  #erasing = false;

  /** @param {Surroundings} around */
  constructor(around) {
    this.#around = around;
  }

  /** The questions by topic; null when the server cannot be reached. */
  async browse() {
    this.#catalogue ??= await this.#around.client.questions().catch(() => null);
    return this.#catalogue;
  }

  /** What the site wants a visitor to know before the first message; '' where the server cannot be reached. */
  async terms() {
    this.#terms ??= (await this.#around.client.privacy().catch(() => null))?.consent ?? null;
    return this.#terms ?? '';
  }

  /** Takes up where an earlier visit left off. */
  restore() {
    this.#restoring ??= this.#restore();
    return this.#restoring;
  }

  /** @param {string} text @param {string} [title] what the visitor sees as theirs */
  ask(text, title = text) {
    const isPending = this.transcript.messages.some((message) =>
      (is(message, 'waiting') || is(message, 'sending')) && message.text === text);
    if (isPending) return;
    this.apply({ type: 'asked', key: newId(), text, title, at: now() });
    this.#send();
  }

  retry() {
    this.apply({ type: 'retried' });
    this.#send();
  }

  /** @param {string} key @param {Rating} rating @param {string} [comment] */
  async rate(key, rating, comment) {
    const message = this.transcript.messages.find((candidate) => candidate.key === key);
    if (message?.from !== 'bot') return false;
    const { client, tell } = this.#around;
    this.apply({ type: 'rated', key, rating });
    try {
      await client.feedback(message.reply, rating, comment);
      tell('feedback', { turn: message.reply.turn, rating, comment });
      return true;
    } catch (error) {
      this.apply({ type: 'rated', key, rating: message.rating });
      tell('error', error);
      return false;
    }
  }

  /** Deletes on the server first: what cannot be deleted there is not hidden here. Throws ChatError. */
  async erase() {
    const { client, memory, tell } = this.#around;
    this.#erasing = true;
    try {
      await this.#sending; // a message under way may only now get its conversation's id
      const id = this.transcript.conversationId ?? memory.read();
      if (id) await client.delete(id).catch((error) => { if (error.status !== 404) throw error; });
      memory.forget();
      this.apply({ type: 'erased' });
      tell('delete', id);
    } finally {
      this.#erasing = false;
      this.#send();
    }
  }

  /** @param {TranscriptEvent} event */
  apply(event) {
    this.transcript = after(this.transcript, event);
    this.#around.tell('change');
  }

  async #restore() {
    const { client, memory, tell } = this.#around;
    const id = memory.read();
    if (!id) return;
    try {
      const [history, catalogue] = await Promise.all([client.history(id), this.browse()]);
      this.apply({ type: 'restored', history, catalogue });
    } catch (error) {
      if (/** @type {ChatError} */ (error).status === 404) {
        memory.forget();
      } else {
        // The id still holds: what is said now joins the conversation whose past cannot be shown.
        this.apply({ type: 'resumed', conversationId: id });
        tell('lost', error);
      }
    }
  }

  #send() {
    this.#sending ??= this.#sendWaiting().finally(() => { this.#sending = null; });
  }

  async #sendWaiting() {
    await this.restore();
    for (;;) {
      const message = this.transcript.messages.find((candidate) => is(candidate, 'waiting'));
      if (!message || this.#erasing) return;
      this.apply({ type: 'sending', key: message.key });
      await this.#sendOne(/** @type {UserMessage} */ (message));
    }
  }

  /** @param {UserMessage} message @returns {Promise<void>} */
  async #sendOne({ key, text, title, ...rest }) {
    const { client, memory, isSeen, explain, tell } = this.#around;
    const { conversationId } = this.transcript;
    try {
      const reply = await client.answer({ text, conversation_id: conversationId, message_id: key, ...(title !== text && { metadata: { title } }) });
      memory.write(reply.conversation_id);
      this.apply({ type: 'answered', key, reply, at: now(), seen: isSeen() });
      tell('reply', reply);
    } catch (caught) {
      const error = caught instanceof ChatError ? caught : new ChatError(String(caught));
      const { status } = error;
      if (status === 404 && conversationId) {
        memory.forget();
        this.apply({ type: 'resumed', conversationId: null });
        await this.#sendOne({ key, text, title, ...rest });
      } else {
        // What the server refuses concerns one message; what keeps it from answering concerns all that wait.
        const queue = status < 400 || status > 499 || status === 429;
        this.apply({ type: 'failed', key, error: explain(error), queue });
        tell('error', error);
      }
    }
  }
}

const now = () => new Date().toISOString();

/** 128 random bits; `crypto.randomUUID` would ask for https and a recent browser. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
