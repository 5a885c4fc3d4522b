import type { Page } from '@playwright/test';
import { ja } from '../../renderer/i18n/ja/index.ts';

const keys = Object.keys(ja);

/** What can be told to be wrong with a screen without looking at it: one line per finding. */
export function flawsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(flawsInPage, keys);
}

/** Runs in the page. */
function flawsInPage(catalogueKeys: readonly string[]): readonly string[] {
  const describe = (node: Element): string =>
    `${node.tagName.toLowerCase()}.${node.className} “${(node.textContent ?? '').trim().slice(0, 60)}”`;
  const visible = (node: Element): boolean => {
    const { width, height } = node.getBoundingClientRect();
    return width > 1 && height > 1 && getComputedStyle(node).visibility === 'visible';
  };
  const wider = (node: Element): boolean => node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
  /** Shortened, and told in full nowhere. */
  const cut = (node: Element): boolean => {
    const told = node.closest('[title]')?.getAttribute('title') ?? '';
    return wider(node) && !told.includes((node.textContent ?? '').trim());
  };
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)].filter(visible);

  const overflowing = [
    'html',
    'main.room',
    '.top-bar',
    '.chips',
    '.status-line',
    'dialog',
    '.data-page',
    '.backtest-main',
    '.panel > header',
    '.mapping-screen',
  ]
    .flatMap(all)
    .filter(wider)
    .map((node) => `wider than its place: ${describe(node).slice(0, 60)}`);
  const clipped = all('button, [role="tab"], h1, h2, h3, h4, th, legend, .label, .tag, .figure-value, .fact-part')
    .filter((node) => !node.matches('.hidden-visually') && node.querySelector('canvas') === null)
    .filter((node) => cut(node) || [...node.querySelectorAll('.clip')].some(cut))
    .map((node) => `clipped: ${describe(node)}`);
  const pen = document.createElement('canvas').getContext('2d');
  const placeholders = all('input[placeholder]:placeholder-shown').flatMap((node) => {
    if (pen === null || !(node instanceof HTMLInputElement)) return [];
    const style = getComputedStyle(node);
    pen.font = style.font;
    const room = node.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(node.placeholder).width > room + 1 ? [`clipped: placeholder “${node.placeholder}”`] : [];
  });
  const stuck = all('tbody th')
    .filter((node) => getComputedStyle(node).position === 'sticky' && getComputedStyle(node).top !== 'auto')
    .map((node) => `a row's name that would lie over the heads: ${describe(node)}`);
  const attributes = ['title', 'aria-label', 'placeholder'];
  const words = [
    document.body.innerText,
    ...[...document.querySelectorAll('*')].flatMap((node) => attributes.map((name) => node.getAttribute(name) ?? '')),
  ].join('\n');
  const known = new Set(catalogueKeys);
  const raw = [...new Set(words.match(/[a-z][A-Za-z]*(?:\.[A-Za-z0-9_-]+)+/g) ?? [])]
    .filter((word) => known.has(word))
    .map((word) => `a key instead of its text: ${word}`);
  const unfilled = [...new Set(words.match(/\{[a-z][A-Za-z]*\}/g) ?? [])].map((word) => `not filled in: ${word}`);
  return [...overflowing, ...clipped, ...placeholders, ...stuck, ...raw, ...unfilled];
}
