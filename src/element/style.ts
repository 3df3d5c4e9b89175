/** What both elements look like. Colours and measures are custom properties; light and dark follow the page's `color-scheme`. */
export const style = `
:host {
  --ink: var(--microcred-ink, light-dark(#17202a, #e9eef3));
  --soft: var(--microcred-soft, light-dark(#55616e, #a3afbb));
  --card: var(--microcred-card, light-dark(#fff, #171d23));
  --line: var(--microcred-line, light-dark(#d8dee5, #333d47));
  --accent: var(--microcred-accent, light-dark(#1d4ed8, #8fb0ff));
  --verified: var(--microcred-verified, light-dark(#0f6636, #6bd698));
  --genuine: var(--microcred-genuine, light-dark(#25578f, #8fbdf0));
  --failed: var(--microcred-failed, light-dark(#b3261e, #ff9a91));
  --unknown: var(--microcred-unknown, light-dark(#7d5200, #f0bd61));
  --erased: var(--microcred-erased, light-dark(#4a5563, #aab4c0));
  --radius: var(--microcred-radius, .75rem);
  display: block;
  contain: layout style;
  container-type: inline-size;
  max-inline-size: 44rem;
  color: var(--ink);
  font: var(--microcred-font, 1rem/1.5 system-ui, "Noto Sans", sans-serif);
  text-align: start;
}
:host(microcred-badge) { max-inline-size: 26rem }
.foot { margin-block-start: .6rem }
:host([hidden]), [hidden] { display: none !important }
* { box-sizing: border-box; margin: 0 }
button, input, summary { font: inherit; color: inherit }
button, summary { cursor: pointer }
a { color: var(--accent); overflow-wrap: anywhere }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.root { display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr) }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.soft { color: var(--soft); font-size: .875rem; line-height: 1.4 }
.card, .verdict, .drop, .checks, details { border: 1px solid var(--line); border-radius: var(--radius); background: var(--card) }
.drop { display: grid; gap: .75rem; justify-items: center; padding: 2rem 1.25rem; border: 2px dashed var(--line); text-align: center }
.drop button { padding: .6rem 1.4rem; border: 0; border-radius: .5rem; background: var(--accent); color: light-dark(#fff, #0b1020); font-weight: 600 }
.drop label { display: grid; gap: .25rem; inline-size: min(100%, 24rem); text-align: start }
.drop input { inline-size: 100%; padding: .5rem .7rem; border: 1px solid var(--soft); border-radius: .5rem; background: transparent }
.over .drop { border-color: var(--accent) }
.drop.small { padding: 0; border: 0; background: none; justify-items: start }
.drop.small > :not(button) { display: none }
.drop.small button { padding: .2rem 0; background: none; color: var(--accent); font-weight: 500; text-decoration: underline; text-underline-offset: .2em }
.card { padding: 1rem 1.25rem; contain: paint; }
.card::after { content: ""; display: block; clear: both }
.eyebrow { color: var(--soft); font-size: .8125rem; line-height: 1.4 }
h2 { font-size: 1.375rem; line-height: 1.25; margin-block: .1rem .6rem; font-weight: 650 }
h2, dd > bdi { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; overflow-wrap: anywhere }
.root[dir=ltr] :is(h2, bdi) { text-align: left }
.root[dir=rtl] :is(h2, bdi) { text-align: right }
dd > bdi { -webkit-line-clamp: 2 }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem }
dt { color: var(--soft) }
dd { overflow-wrap: anywhere; min-inline-size: 0 }
.bound { min-block-size: 1.4em }
.doubt { color: var(--unknown); font-size: .875rem; line-height: 1.4 }
.doubt::before { content: "⚠ " / "" }
figure { float: inline-end; inline-size: 6.5rem; margin-inline-start: 1rem; padding: .375rem; border: 1px dashed var(--soft); border-radius: .5rem; background: light-dark(#fff, #e9eef3); color: #4d5965 }
figure > div { block-size: 5.5rem; overflow: hidden; font-size: .75rem; line-height: 1.25 }
canvas { display: block; inline-size: 100%; block-size: 100%; object-fit: contain }
figcaption { font-size: .75rem; line-height: 1.25; margin-block-start: .25rem }
.verdict { --tone: var(--soft); display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); column-gap: .9rem; align-content: start; min-block-size: 8rem; padding: 1rem 1.25rem; border: 2px solid var(--tone) }
.verdict::before { content: "…" / ""; grid-row: span 2; display: grid; place-items: center; inline-size: 2.25rem; block-size: 2.25rem; border-radius: 50%; background: var(--tone); color: var(--card); font: 700 1.2rem/1 system-ui, sans-serif }
.headline { color: var(--tone); font-size: 1.375rem; line-height: 1.25; font-weight: 700; align-self: center; min-block-size: 2.25rem; display: grid; align-items: center }
.advice { grid-column: 2; overflow-wrap: anywhere; margin-block-start: .25rem }
.verdict[data-verdict=verified] { --tone: var(--verified) }
.verdict[data-verdict=verified]::before { content: "✓" / "" }
.verdict[data-verdict=genuine] { --tone: var(--genuine) }
.verdict[data-verdict=genuine]::before { content: "✓" / ""; background: none; border: 2px solid; color: var(--tone) }
.verdict[data-verdict=failed] { --tone: var(--failed) }
.verdict[data-verdict=failed]::before { content: "✕" / ""; border-radius: .4rem }
.verdict[data-verdict=unknown] { --tone: var(--unknown); border-style: dashed }
.verdict[data-verdict=unknown]::before { content: "?" / "" }
.verdict[data-verdict=erased] { --tone: var(--erased); border-style: dotted }
.verdict[data-verdict=erased]::before { content: "∅" / ""; background: none; border: 2px solid; color: var(--tone) }
.checks { list-style: none; padding: .25rem 1.25rem }
.checks li { display: grid; grid-template-columns: 1.25rem 9.5rem minmax(0, 1fr); gap: .1rem .6rem; padding-block: .5rem }
.checks li + li { border-block-start: 1px solid var(--line) }
.checks li::before { content: "…" / ""; font-weight: 700; color: var(--soft) }
.checks li > :last-child { color: var(--soft); overflow-wrap: anywhere }
.checks [data-outcome=passed]::before { content: "✓" / ""; color: var(--verified) }
.checks [data-outcome=failed]::before { content: "✕" / ""; color: var(--failed) }
.checks [data-outcome=failed] > :last-child { color: var(--failed) }
.checks [data-outcome=unknown]::before { content: "?" / ""; color: var(--unknown) }
.checks [data-outcome=unknown] > :last-child { color: var(--unknown) }
.checks [data-outcome=skipped]::before { content: "–" / "" }
details { padding: .6rem 1.25rem }
.card details { clear: both; margin-block-start: .75rem; padding: .5rem 0 0; border: 0; border-block-start: 1px solid var(--line); border-radius: 0 }
details dl { display: grid; gap: .1rem; margin-block: .5rem }
details dd { margin-block-end: .4rem; white-space: pre-line }
.card details dd { max-block-size: 20rem; overflow: auto }
code, pre { font: .8125rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
pre { max-block-size: 24rem; overflow: auto; white-space: pre-wrap; unicode-bidi: plaintext; margin-block-start: .5rem }
.action { padding: .35rem .8rem; border: 1px solid var(--line); border-radius: .5rem; background: none }
@container (max-width: 30rem) {
  .card, .verdict { padding: .75rem .9rem }
  h2 { font-size: 1.2rem; -webkit-line-clamp: 2 }
  .headline { font-size: 1.2rem }
  .advice { font-size: .9375rem; line-height: 1.4 }
  .verdict { min-block-size: 12rem }
  figure { float: none; display: grid; grid-template-columns: 2.75rem 1fr; gap: .75rem; align-items: center; inline-size: auto; margin: 0 0 .5rem; padding: .25rem }
  figure > div { block-size: 2.75rem }
  figcaption { margin: 0 }
  .bound { min-block-size: 2.8em }
  .facts { gap: .1rem .75rem }
  .checks { padding-inline: .9rem }
  .checks li { grid-template-columns: 1.25rem minmax(0, 1fr) }
  .checks li > :last-child { grid-column: 2 }
}
@container (max-width: 22rem) {
  .verdict { min-block-size: 15.5rem }
}
@media (prefers-reduced-motion: no-preference) {
  .verdict { transition: border-color .2s }
}
@media (forced-colors: active) {
  .verdict::before { border: 1px solid }
}
`
