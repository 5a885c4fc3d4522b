/** UTF-8 read as CP932, and UTF-8 or CP932 read as Latin letters: what Japanese texts then look like. */
const signs = [
  /[縺繧繝][\p{L}\p{N}\p{S}]/gu,
  /[ãåæçèé][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]/gu,
  /[‚ƒ\u0082\u0083][\w\u0080-\u00ff…†‡ˆ‰Š‹Œ•–—˜™š›œ]/gu,
];
/** Signs below this share of all characters may be an odd word. */
const share = 0.04;

/** Whether a text looks as if its bytes had been read in the wrong encoding. */
export function isGarbled(text: string): boolean {
  const letters = text.replace(/[\s\d]/g, '').length;
  return signs.some((sign) => {
    const found = text.match(sign)?.length ?? 0;
    return found >= 3 && found > letters * share;
  });
}
