/** The look of the console: fonts of the system, one set of colours for each scheme, from 320 pixels up. */
export const STYLESHEET = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --ink: #16191f; --dim: #505867; --line: #d5dae2; --accent: #1a56b0;
  --on-accent: #fff; --bad: #b3261e; --good: #176a36; --warn-bg: #fff2d6; --warn: #6b4700; --code: #eef1f5; --c1: #2f6fd0; --c2: #c4382f; --c3: #1e8449; }
@media (prefers-color-scheme: dark) { :root { --bg: #11141a; --card: #1a1f28; --ink: #eceff4; --dim: #a9b2c1; --line: #333b49; --accent: #8ab6ff;
  --on-accent: #0b1a33; --bad: #ff9d94; --good: #7fd8a0; --warn-bg: #3a2e12; --warn: #ffd78a; --code: #0e1116; --c1: #6ea4f5; --c2: #f0766d; --c3: #58c584; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1rem; padding: .5rem 1rem; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-size: 1.125rem; letter-spacing: -.01em; }
nav { display: flex; flex-wrap: wrap; gap: .125rem; }
nav a { display: inline-flex; align-items: center; gap: .375rem; min-height: 44px; padding: 0 .625rem; border-radius: .5rem; color: var(--ink); text-decoration: none; }
nav a:hover { background: var(--code); }
nav a[aria-current] { font-weight: 600; box-shadow: inset 0 -2px 0 var(--accent); border-radius: .5rem .5rem 0 0; }
.count { min-width: 1.375rem; padding: 0 .375rem; border-radius: 1rem; background: var(--bad); color: var(--card); font-size: .8125rem; text-align: center; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem; }
main { max-width: 64rem; margin: 0 auto; padding: 0 1rem 4rem; outline: none; }
#status { max-width: 64rem; margin: 0 auto; padding: .5rem 1rem; min-height: 2.5rem; font-weight: 600; }
#status p { margin: 0; }
h1 { font-size: 1.5rem; margin: .25rem 0 1rem; } h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; } main:focus-visible { outline: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem 1.25rem; margin: 0 0 1rem; }
.card h2 { margin: 0; font-size: 1.625rem; line-height: 1.25; font-weight: 500; color: var(--dim); } .card h2 b { color: var(--ink); font-weight: 700; }
.card h2.small { font-size: 1.125rem; font-weight: 600; color: var(--ink); }
.domain { margin: .125rem 0 .75rem; color: var(--dim); }
.line { margin: .5rem 0; font-size: 1.0625rem; } .method { display: inline-block; padding: 0 .5rem; margin-right: .375rem; border-radius: .375rem; background: var(--accent); color: var(--on-accent); font-weight: 700; }
.method.destructive { background: var(--bad); color: var(--card); }
code, pre { font-family: ui-monospace, monospace; font-size: .9375em; } pre { margin: .5rem 0; padding: .75rem; max-height: 20rem; overflow: auto; background: var(--code); border-radius: .5rem; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .5rem 1.5rem; margin: .75rem 0; } dt { color: var(--dim); font-size: .875rem; } dd { margin: 0; }
.flags { margin: .5rem 0; padding: .5rem .75rem .5rem 1.75rem; background: var(--warn-bg); color: var(--warn); border-radius: .5rem; }
.claim { margin: .75rem 0; padding: .25rem 0 .25rem .875rem; border-left: 3px solid var(--line); color: var(--dim); } .claim q { color: var(--ink); }
.dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); }
.buttons, .filter { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin-top: 1rem; } .filter { margin: 0 0 1rem; }
button, input, select { min-height: 44px; font: inherit; color: inherit; border: 1px solid var(--dim); border-radius: .5rem; background: var(--card); padding: 0 1rem; max-width: 100%; }
input, select { padding: 0 .5rem; } label { display: grid; gap: .125rem; font-size: .875rem; color: var(--dim); } label > * { color: var(--ink); font-size: 1rem; }
button { cursor: pointer; font-weight: 600; } button.yes { background: var(--accent); border-color: var(--accent); color: var(--on-accent); } button.no { color: var(--bad); border-color: var(--bad); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); min-width: 6rem; } tbody tr:last-child td { border-bottom: 0; } td time, td:nth-child(2) a { white-space: nowrap; } th { color: var(--dim); font-weight: 600; font-size: .875rem; white-space: nowrap; }
summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; color: var(--accent); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; margin-bottom: 1rem; } figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .75rem 1rem; } figcaption { display: flex; justify-content: space-between; gap: 1rem; } figure svg { display: block; width: 100%; height: 5rem; }
.axis { display: flex; justify-content: space-between; font-size: .8125rem; color: var(--dim); } .bar1 { fill: var(--c1); } .bar2 { fill: var(--c2); } .bar3 { fill: var(--c3); } .base { fill: var(--line); }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--dim); background: var(--card); border: 1px dashed var(--line); border-radius: .75rem; }
@media (max-width: 40rem) { main, #status { padding-left: .75rem; padding-right: .75rem; } .card { padding: .875rem; } .buttons button { flex: 1 1 8rem; } }
@media (prefers-reduced-motion: no-preference) { button { transition: filter .1s; } button:hover { filter: brightness(1.08); } }
`;
