/** In the colours of the system; colour only where it means something. */
export const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#e4e4e7, #313136); --dim: light-dark(#63636b, #a0a0a8); --link: light-dark(#0b62c4, #6cb2ff);
  --good: light-dark(#1a7f37, #56c271); --bad: light-dark(#c62828, #ff7b72); --row: light-dark(#f6f6f8, #232327); --page: light-dark(#fff, #1a1a1d);
  --text: light-dark(#1d1d20, #e6e6ea); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 32px 48px; max-width: 1100px; background: var(--page); color: var(--text); font: 13px/1.5 system-ui, sans-serif; }
h1 { font-size: 18px; margin: 0; } h2 { font-size: 13px; margin: 28px 0 6px; } h2 small, header p { color: var(--dim); font-weight: normal; }
header p { margin: 2px 0 0; } code, td.code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
.wide { overflow-x: auto; } td.code { overflow-wrap: anywhere; min-width: 5em; }
table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: 3px 12px 3px 0; height: 26px; border-top: 1px solid var(--line);
  vertical-align: middle; } th { color: var(--dim); font-weight: normal; border-top: 0; } td:last-child, th:last-child { padding-right: 0; }
tbody tr:hover td { background: var(--row); } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); } .empty { color: var(--dim); margin: 4px 0; }
form { margin: 0; } button { font: inherit; padding: 1px 10px; border: 1px solid var(--line); border-radius: 4px; background: transparent; color: var(--link);
  cursor: pointer; } button:hover { background: var(--row); } input { font: inherit; padding: 2px 6px; border: 1px solid var(--line); border-radius: 4px; background: transparent; color: inherit; }
label { display: block; margin: 12px 0 0; color: var(--dim); } label textarea { color: var(--text); }
textarea { width: 100%; min-height: 160px; font: 12px/1.5 ui-monospace, Menlo, monospace;
  padding: 8px; border: 1px solid var(--line); border-radius: 4px; background: transparent; color: inherit; margin: 8px 0; }
@media (max-width: 520px) { body { padding: 16px; } td, th { padding-right: 8px; } }
`;
