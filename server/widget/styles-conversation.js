// The look of what is said: start screen, messages, options, sources, rating.

export const CONVERSATION = `
.scroller { position: relative; flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1em; background: var(--ground); scrollbar-width: thin; }
.scroller:focus-visible, .catalogue :focus-visible { outline-offset: -3px; }
.greeting { padding-bottom: .25em; font-size: 1.0625em; }
.start h3 { padding: .75em .125em .4em; font-size: .875em; color: var(--muted); }
.catalogue > ul, .catalogue > div { overflow: hidden; list-style: none; }
.catalogue li + li, details + details, .catalogue details ul { border-top: 1px solid var(--line); }
.catalogue li button, summary { display: flex; align-items: center; justify-content: space-between; gap: .75em; width: 100%; padding: .5em 1em; list-style: none; }
summary::-webkit-details-marker { display: none; }
.catalogue li button::after, summary::after { content: ""; flex: none; width: .4em; height: .4em; border: solid var(--muted); border-width: 1.5px 1.5px 0 0; transform: rotate(45deg); }
summary::after { transform: rotate(135deg) translate(-.1em, .1em); }
[open] > summary::after { transform: rotate(-45deg) translate(-.1em, .1em); }
details ul { list-style: none; }
.catalogue details li { padding-left: 1em; }
.terms, .help { font-size: .875em; color: var(--muted); }
.help { margin-top: 1em; text-align: center; }

.message { margin-top: 1em; }
[role=log] .message { animation: rise .2s; }
.user { display: grid; justify-items: end; }
.bubble { max-width: 86%; padding: .5em 1em; border: 1px solid transparent; border-radius: 18px 18px 5px 18px; background: var(--tint); white-space: pre-wrap; }
.state, .foot { font-size: .8125em; color: var(--muted); }
.state { text-align: right; text-wrap: balance; }
[data-status=failed] .bubble { border: 1px dashed var(--danger); background: none; }
[data-status=failed] .state { color: var(--danger); }
[data-status=waiting] .bubble, [data-status=sending] .bubble { opacity: .8; }
.bot { padding: .8em 1em .4em; border-radius: 5px 18px 18px 18px; }
.body > * + * { margin-top: .6em; }
.body ul, .body ol { padding-left: 1.5em; }
.body li + li, .body li ul, .body li ol { margin-top: .3em; }
.body ::marker { color: var(--accent); font-variant-numeric: tabular-nums; }
.notice { margin-bottom: .75em; padding: .4em .75em; border-radius: 8px; }

.crisis { background: var(--warm); border-color: var(--warm-edge); border-left-width: 4px; }
.crisis a { color: var(--warm-ink); }
.calls { display: grid; grid-template-columns: 1fr 1fr; gap: .5em; margin: .75em 0; }
.calls a { display: flex; align-items: center; gap: .35em; min-height: 44px; padding: 0 .5em; border: 1px solid; border-radius: 12px; white-space: nowrap; background: var(--surface); text-decoration: none; }
.calls a:first-child { grid-column: 1 / 3; }
.calls strong { font-size: 1.125em; }

.options { margin: .75em 0 .25em; }
.options p { width: 100%; font-size: .8125em; color: var(--muted); }
.option { padding: .4em 1em; border: 1px solid var(--edge); border-radius: 22px; background: var(--surface); color: var(--accent); }
.option[aria-disabled] { color: var(--muted); border-color: var(--line); background: var(--ground); }
.danger.option { color: var(--danger); }
.rows { display: grid; }
.rows .option, .unsolved { border-radius: 12px; }
.state .option { margin: .35em 0 0 .75em; }
.unsolved { width: 100%; margin: .5em 0; text-align: center; }

.sources { margin-top: .6em; border-top: 1px solid var(--line); }
.sources summary { padding: 0 .15em 0 0; }
.sources li { padding-bottom: .5em; }
.line { display: flex; align-items: center; justify-content: space-between; border-top: 1px solid var(--line); }
.line:first-child { border: 0; }
.line .row { gap: 0; margin-right: -.5em; }
.down svg { transform: rotate(180deg); }
.icon-button[aria-pressed=true] { background: var(--tint); color: var(--accent); }
.feedback input { color: var(--ink); }
.feedback .row { margin-top: .5em; }

.typing { display: flex; align-items: center; gap: .4em; margin-top: 1em; font-size: .875em; color: var(--muted); }
i { width: .45em; height: .45em; border-radius: 50%; background: var(--accent); border: 1px solid; animation: breathe 1.4s infinite; }
i + i { animation-delay: .2s; }
i + i + i { animation-delay: .4s; }
@keyframes breathe { 35% { opacity: .2; } }
`;
