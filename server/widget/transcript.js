/** @import { Message, Transcript, TranscriptEvent, UserMessage } from './types.js' */
// The conversation as a value: `after(transcript, event)` gives the next one. Knows no page and no server.

/** @type {Transcript} */
export const EMPTY = { messages: [], conversationId: null, unread: 0 };

/** @param {Transcript} transcript @param {TranscriptEvent} event @returns {Transcript} */
export function after(transcript, event) {
  const { messages } = transcript;
  const patch = (/** @type {string} */ key, /** @type {object} */ change) =>
    messages.map((message) => (message.key === key ? { ...message, ...change } : message));
  switch (event.type) {
    case 'asked': {
      const { key, text, title, at } = event;
      return { ...transcript, messages: [...messages, { from: 'user', key, text, title, at, status: 'waiting' }] };
    }
    case 'sending':
      return { ...transcript, messages: patch(event.key, { status: 'sending' }) };
    case 'answered': {
      const { key, at, reply, seen } = event;
      const answered = patch(key, { status: 'sent' });
      answered.splice(1 + answered.findIndex((message) => message.key === key), 0, { from: 'bot', key: `${key}:reply`, at, reply });
      return { messages: answered, conversationId: reply.conversation_id, unread: seen ? 0 : transcript.unread + 1 };
    }
    case 'failed':
      return { ...transcript, messages: messages.map((message) => (message.key === event.key || (event.queue && is(message, 'waiting'))
        ? /** @type {UserMessage} */ ({ ...message, status: 'failed', error: event.error }) : message)) };
    case 'retried': {
      // Asked again now, they stand at the end: the order on the screen is the order on the server.
      const again = messages.filter(isFailed);
      return { ...transcript, messages: [...messages.filter((message) => !isFailed(message)),
        ...again.map((message) => /** @type {UserMessage} */ ({ ...message, status: 'waiting' }))] };
    }
    case 'restored':
      return { ...transcript, conversationId: event.history.conversation_id, messages: [...restored(event), ...messages] };
    case 'rated':
      return { ...transcript, messages: patch(event.key, { rating: event.rating }) };
    case 'resumed':
      return { ...transcript, conversationId: event.conversationId };
    case 'seen':
      return transcript.unread ? { ...transcript, unread: 0 } : transcript;
    case 'erased':
      return EMPTY;
  }
}

/** @param {Message} message */
const isFailed = (message) => is(message, 'failed');

/** @param {Message} message @param {UserMessage['status']} status @returns {message is UserMessage} */
export const is = (message, status) => message.from === 'user' && message.status === status;

/**
 * A visitor who pressed a button sent its payload; an earlier reply or the catalogue tells what the button said.
 * @param {Extract<TranscriptEvent, {type: 'restored'}>} event @returns {Message[]}
 */
function restored({ history, catalogue }) {
  const questions = [...(catalogue?.hot ?? []), ...(catalogue?.topics ?? []).flatMap((topic) => topic.questions)];
  const titles = new Map(questions.map(({ intent, title }) => [`/${intent}`, title]));
  return history.turns.flatMap(({ turn, text, title, at, reply, rating }) => {
    const key = `${history.conversation_id}:${turn}`;
    const shown = title ?? titles.get(text) ?? text;
    for (const suggestion of reply.suggestions ?? []) titles.set(suggestion.payload, suggestion.title);
    return /** @type {Message[]} */ ([
      { from: 'user', key, text, title: shown, at, status: 'sent', restored: true },
      { from: 'bot', key: `${key}:reply`, at, reply, rating, restored: true },
    ]);
  });
}
