/** The shapes on the wire (api.md) and in the widget. For the type checker only: no browser loads this file. */

export interface Suggestion { title: string; payload: string }
export interface Source { title: string; url: string | null }
export interface Answer { text: string; sources?: Source[]; reviewed?: string | null }
/** What a form asks for, so that the right keyboard comes up. */
export interface InputHint { type: 'number' | 'date' | 'text'; placeholder?: string }
export type Kind = 'answer' | 'clarify' | 'ask' | 'chat' | 'handoff' | 'crisis' | 'fallback';
export type Rating = 'up' | 'down';

export interface Reply {
  conversation_id: string;
  turn: number;
  kind: Kind;
  answer: Answer | null;
  suggestions?: Suggestion[];
  input?: InputHint | null;
  notice?: string | null;
}

/** `title` and `rating` are welcome where a server remembers them. */
export interface Turn { turn: number; text: string; title?: string; at: string; reply: Reply; rating?: Rating }
export interface History { conversation_id: string; turns: Turn[] }
export interface Question { title: string; intent: string }
export interface Topic { name: string; title: string; questions: Question[] }
export interface Catalogue { topics: Topic[]; hot: Question[] }
/** What a visitor is told before the first message, in the answers' Markdown; '' where there is nothing to tell. */
export interface Privacy { consent: string }

export interface UserMessage {
  readonly from: 'user';
  /** also the message_id under which the server takes it once */
  readonly key: string;
  /** what the server gets: words, or the payload of a button */
  readonly text: string;
  /** what the visitor sees as theirs */
  readonly title: string;
  readonly at: string;
  readonly status: 'waiting' | 'sending' | 'sent' | 'failed';
  readonly error?: string | undefined;
  readonly restored?: boolean;
}
export interface BotMessage {
  readonly from: 'bot';
  readonly key: string;
  readonly at: string;
  readonly reply: Reply;
  readonly rating?: Rating | undefined;
  readonly restored?: boolean;
}
export type Message = UserMessage | BotMessage;

export interface Transcript {
  readonly messages: readonly Message[];
  readonly conversationId: string | null;
  readonly unread: number;
}

export type TranscriptEvent =
  | { type: 'asked'; key: string; text: string; title: string; at: string }
  | { type: 'sending'; key: string }
  | { type: 'answered'; key: string; reply: Reply; at: string; seen: boolean }
  /** queue: those that wait behind it fail with it */
  | { type: 'failed'; key: string; error: string; queue: boolean }
  | { type: 'retried' }
  | { type: 'restored'; history: History; catalogue: Catalogue | null }
  | { type: 'rated'; key: string; rating: Rating | undefined }
  | { type: 'resumed'; conversationId: string | null }
  | { type: 'seen' }
  | { type: 'erased' };

/** Holds the conversation's id between visits. */
export interface Memory { read(): string | null; write(id: string): void; forget(): void }

/** What the visitor can do from inside the conversation. */
export interface Actions {
  ask(text: string, title?: string): void;
  retry(): void;
  /** resolves to: was it stored? */
  rate(key: string, rating: Rating, comment?: string): Promise<boolean>;
}

export type Strings = Record<keyof typeof import('./strings.js').HANS, string>;

/** A message as an element, and how to bring it up to date. */
export interface MessageView { element: HTMLElement; update(message: any): void }
export type MakeMessage<M extends Message = Message> = (message: M, t: Strings, actions: Actions) => MessageView;
export type MakeOptions = (kind: Kind, suggestions: Suggestion[] | undefined, t: Strings, actions: Actions) => HTMLElement | false;

/** What a conversation needs of the world around it. */
export interface Surroundings {
  client: import('./chat-client.js').ChatClient;
  memory: Memory;
  /** is the visitor looking? */
  isSeen(): boolean;
  /** what to tell the visitor about a failure */
  explain(error: import('./chat-client.js').ChatError): string;
  /** announces `change`, `reply`, `error`, … */
  tell(name: string, detail?: unknown): void;
}

export interface ComposerUses {
  ask(text: string, title?: string): void;
  /** what the visitor wrote before, oldest first */
  said(): string[];
  suggest(q: string, signal: AbortSignal): Promise<Question[]>;
}
export interface TypeaheadUses {
  suggest: ComposerUses['suggest'];
  pick(question: Question): void;
  announce(text: string): void;
}

/** What is on the page. */
export interface View {
  frame: HTMLElement;
  panel: import('./panel.js').Panel | null;
  launcher: HTMLButtonElement | null;
  unread: HTMLElement;
  status: HTMLElement;
  connection: HTMLElement;
  log: import('./log-view.js').LogView;
  composer: import('./composer.js').Composer;
  /** loads the questions of the start screen */
  fill(): Promise<void>;
}

type Handlers = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
/** Attributes by name; functions under `onclick` and the like are listeners. null, undefined and false are left out. */
export interface Props extends Handlers { [attribute: string]: any }
export type Child = Node | string | null | undefined | false;
