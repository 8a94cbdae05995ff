// Turns the text of a terminal into an SVG for the README: node docs/terminal-picture.mjs < screen.txt > docs/run.svg
import { readFileSync } from 'node:fs';

const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
const columns = Math.max(...lines.map((line) => line.length));
const [charWidth, lineHeight, margin] = [8.4, 18, 16];
const width = Math.ceil(columns * charWidth + 2 * margin);
const height = lines.length * lineHeight + 2 * margin;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const rows = lines.map(
  (line, row) =>
    `<text x="${margin}" y="${margin + 13 + row * lineHeight}" xml:space="preserve">${escaped(line)}</text>`,
);
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="A run in the terminal">
<style>rect{fill:#fbfbf9}text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#24292f}@media(prefers-color-scheme:dark){rect{fill:#16191d}text{fill:#d7dce2}}</style>
<rect width="100%" height="100%" rx="8"/>
${rows.join('\n')}
</svg>
`);
