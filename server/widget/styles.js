// The look. One constructed sheet, so that a strict Content-Security-Policy has nothing to forbid.
// Sizes are in em of the reader's own font size; 44px is the least a finger hits.

import { CONVERSATION } from './styles-conversation.js';

const LIGHT = `--ground: #f7f5f0; --surface: #fffefc; --ink: #1f2b2e; --muted: #566366; --line: #e4e0d7; --edge: #7f8b8d;
  --accent: #1c5a63; --on-accent: #fff; --tint: #e0edec; --warm: #fdf4e9; --warm-edge: #c8843f; --warm-ink: #7a4510; --danger: #a2351f;
  --shadow: 0 1px 2px #1f2b2e10, 0 12px 40px #1f2b2e2a; color-scheme: light;`;
const DARK = `--ground: #12191b; --surface: #1b2427; --ink: #e4e9e7; --muted: #a3b0b0; --line: #2d393c; --edge: #768486;
  --accent: #8ac8c8; --on-accent: #0c2226; --tint: #264449; --warm: #2c241b; --warm-edge: #b98348; --warm-ink: #edc595; --danger: #f2a08e;
  --shadow: 0 0 0 1px #2d393c, 0 16px 48px #0008; color-scheme: dark;`;
/** A site's own colour, as light or dark as it must be for its text to be read at 4.5:1 and more. */
const OWN = (/** @type {string} */ lightness) => `--accent: oklch(from var(--yuqi-accent, #1c5a63) ${lightness} min(c, .13) h);
  --tint: color-mix(in oklab, var(--accent) 14%, var(--surface));`;
const dark = (/** @type {string} */ rules) => `@media (prefers-color-scheme: dark) { :host(:not([theme=light])) { ${rules} } } :host([theme=dark]) { ${rules} }`;

const FRAME = `
:host { ${LIGHT} display: block; }
.stage { all: initial; display: contents; font: medium/1.7 var(--yuqi-font, "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif);
  color: var(--ink); color-scheme: inherit; line-break: strict; overflow-wrap: anywhere; text-wrap: pretty; text-autospace: normal; text-spacing-trim: trim-start; -webkit-text-size-adjust: 100%; -webkit-tap-highlight-color: transparent; }
${dark(DARK)}
@supports (color: oklch(from red l c h)) { :host { ${OWN('min(l, .45)')} } ${dark(OWN('max(l, .78)'))} }
:host([inline]) { height: var(--yuqi-height, 38em); min-height: 20em; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; }
h2, h3, b, strong { font-weight: 600; }
a { color: var(--accent); text-underline-offset: .2em; }
button { border: 0; background: none; text-align: inherit; }
button, summary, li[role] { cursor: pointer; min-height: 44px; touch-action: manipulation; }
svg { width: 1.4em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.panel:focus, textarea:focus { outline: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.row, .options { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; }
#menu, #suggestions, .confirm, .bot, .catalogue > ul, .catalogue > div { border: 1px solid var(--line); border-radius: 14px; background: var(--surface); }

.launcher, dialog.panel { position: fixed; z-index: var(--yuqi-z-index, 2147483000); box-shadow: var(--shadow); left: auto;
  right: calc(1.25em + env(safe-area-inset-right)); bottom: calc(1.25em + env(safe-area-inset-bottom)); }
:host([position=left]) .launcher, :host([position=left]) dialog.panel { right: auto; left: calc(1.25em + env(safe-area-inset-left)); }
.launcher { display: flex; align-items: center; gap: .5em; min-height: 3.25em; padding: 0 1em; border: 1px solid transparent; border-radius: 2em; background: var(--accent); color: var(--on-accent); font-weight: 600; }
:host([open]) .launcher > :is(.words, :first-child), :host(:not([open])) .launcher svg + svg, .unread:empty { display: none; }
.unread { position: absolute; top: -.4em; right: -.2em; min-width: 1.8em; border-radius: 1em; font-size: .8em; text-align: center; background: #b3402a; color: #fff; }

.panel { display: flex; flex-direction: column; background: var(--ground); border: 1px solid var(--line); border-radius: var(--yuqi-radius, 18px); overflow: hidden; animation: rise .2s; }
section { position: relative; height: 100%; }
dialog:not([open]) { display: none; }
dialog.panel { top: auto; bottom: calc(5.5em + env(safe-area-inset-bottom)); max-width: none; max-height: none;
  width: min(var(--yuqi-width, 25.5em), 100vw - 2.5em); height: min(var(--yuqi-height, 44em), 100vh - 7em); }
@media (max-width: 480px), (max-height: 420px) {
  :host dialog.panel { inset: var(--visible-top, 0) 0 auto 0; width: 100%; height: var(--visible-height, 100%); border: 0; border-radius: 0; padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); background: linear-gradient(var(--surface) 50%, var(--surface)); }
}
header { display: flex; align-items: center; gap: .5em; padding: .6em .5em .6em 1em; background: var(--surface); border-bottom: 1px solid var(--line); line-height: 1.4; }
@media (max-height: 420px) { header { padding-block: 0; } header p { display: none; } }
header > div { flex: 1; }
header p, .hint { font-size: .8125em; color: var(--muted); }
.mark, .icon-button { display: grid; place-items: center; flex: none; width: 44px; height: 44px; border-radius: 50%; color: var(--muted); }
@media (max-width: 350px), (max-height: 420px) { .mark { display: none; } }
.mark, .send, [aria-pressed=true].voice { background: var(--accent); color: var(--on-accent); }
header .menu { position: relative; flex: none; }
#menu { position: absolute; z-index: 2; right: 0; top: 100%; width: max-content; padding: .375em; box-shadow: var(--shadow); }
#menu button { display: block; width: 100%; padding: 0 .875em; border-radius: 8px; }
.danger, #menu button:last-child { color: var(--danger); }
.banner, .notice { padding: .5em 1em; font-size: .875em; background: var(--warm); color: var(--warm-ink); }
.banner:empty { padding: 0; }
.confirm { margin: auto; width: min(22em, 100vw - 2.5em); padding: 1.25em; box-shadow: var(--shadow); }
.confirm::backdrop { background: #0008; }
.confirm .row { justify-content: flex-end; margin-top: 1em; }

.composer { position: relative; padding: .625em .75em .4em; background: var(--surface); border-top: 1px solid var(--line); }
.entry { display: flex; align-items: flex-end; padding: 2px; border: 1px solid var(--edge); border-radius: 26px; margin-top: .25em; }
.entry:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
textarea { flex: 1; min-width: 0; min-height: 44px; max-height: 8.5em; padding: .5em .25em .5em 1em; border: 0; resize: none; background: none; }
::placeholder { color: var(--muted); opacity: 1; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.empty .send { background: var(--tint); color: var(--accent); }
.hint { text-align: center; }
input { flex: 1; min-width: 8em; min-height: 44px; padding: 0 .75em; border: 1px solid var(--edge); border-radius: 10px; background: var(--surface); }
#suggestions { position: absolute; z-index: 2; left: .75em; right: .75em; bottom: 100%; max-height: 16em; overflow-y: auto; padding: .375em; list-style: none; box-shadow: var(--shadow); }
#suggestions li { padding: .5em .75em; border-radius: 10px; }
#suggestions [aria-selected=true] { background: var(--tint); }
b { color: var(--accent); }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@media (hover: hover) {
  .icon-button:not(.send):hover, #menu button:hover, .catalogue :is(button, summary):hover { background: var(--ground); }
  .option:not([aria-disabled]):hover, #suggestions li:hover { background: var(--tint); }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
@media (forced-colors: active) { [aria-pressed=true], [aria-selected=true] { outline: 2px solid Highlight; } }
`;

/** @param {ShadowRoot} root @returns {(rules: string) => void} sets what the site adds to the look */
export function adopt(root) {
  try {
    const [fixed, own] = [new CSSStyleSheet(), new CSSStyleSheet()];
    fixed.replaceSync(FRAME + CONVERSATION);
    root.adoptedStyleSheets = [fixed, own];
    return (rules) => own.replaceSync(rules);
  } catch {
    // Safari before 16.4 cannot construct sheets.
    const [fixed, own] = [document.createElement('style'), document.createElement('style')];
    fixed.textContent = FRAME + CONVERSATION;
    root.append(fixed, own);
    return (rules) => { own.textContent = rules; };
  }
}
