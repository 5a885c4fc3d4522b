/** An SVG as a chart makes it. */
export const chart = (...texts: readonly string[]): string =>
  [
    '<svg class="marks" width="90" height="40" viewBox="0 0 90 40" version="1.1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">',
    '<defs><linearGradient id="gradient_0" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="rgb(1, 2, 3)"/></linearGradient></defs>',
    '<g fill="none" stroke-miterlimit="10" transform="translate(2,4)" role="graphics-object" aria-roledescription="group">',
    '<path d="M0,0h5v5h-5Z" fill="url(#gradient_0)" aria-label="a: 1"/>',
    ...texts.map((text) => `<text font-family="system-ui, &quot;Noto Sans&quot;" fill="#000">${text}</text>`),
    '</g></svg>',
  ].join('');
