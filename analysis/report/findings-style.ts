/** How the findings page looks in a browser and on paper; its hash stands in the page's policy. */
export const findingsStyle = `
:root { color-scheme: light dark; --text: #18212c; --quiet: #5c6979; --line: #dce2e9; --ground: #ffffff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --text: #e6ebf1; --quiet: #97a3b1; --line: #2d3843; --ground: #1a2129; }
}
body { margin: 0; background: var(--ground); color: var(--text); line-height: 1.6;
  font: 14px/1.6 system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans JP',
    'Noto Sans CJK JP', sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 0 0 8px; }
article { border-top: 1px solid var(--line); padding: 20px 0; }
.about, figcaption, dl { color: var(--quiet); font-size: 12px; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 12px 0; }
img { max-width: 100%; height: auto; }
.table { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: 3px 10px 3px 0; text-align: left; vertical-align: top; }
th.number, td.number { text-align: right; }
.number, .day { white-space: nowrap; }
th.number { white-space: normal; }
th { vertical-align: bottom; }
th + th, td + td { padding-left: 4px; }
pre { margin: 4px 0; font: 12px/1.5 ui-monospace, 'SF Mono', 'Cascadia Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 12px 0 0; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  td, th { overflow-wrap: anywhere; }
  .wide table { font-size: 9px; }
  .widest table { font-size: 7px; }
  .wide :is(td, th), .widest :is(td, th) { padding-right: 4px; }
  h2 { break-after: avoid; }
  .table { overflow: visible; }
}
`;
