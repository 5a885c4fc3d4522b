import { parse } from 'tldts';

/** Whether a domain (small letters) is kept as it is: everybody's, as those of free mail are, or one that leaves anyway. */
export type KeptDomain = (domain: string) => boolean;

/** The look-alike of a label, as long as it; `of` is the domain it stands at the head of. */
type LabelSurrogate = (label: string, of: string) => string;

/**
 * The look-alike of a domain: one for every domain, a domain below another below the other's, case and width as written. Kept
 * domains and the endings that registries give out stay.
 */
export function domainSurrogate(written: string, isKept: KeptDomain, labelled: LabelSurrogate): string {
  const plain = Array.from(written, plainChar);
  const domain = plain.join('').replace(/[. ]+$/, '');
  const ending = parse(domain, { validateHostname: false });
  const suffix = ending.isIcann === true ? (ending.publicSuffix ?? '') : '';
  const made = (rest: string): string => {
    if (rest === '' || rest === suffix || isKept(rest)) return rest;
    const at = rest.indexOf('.');
    const label = at < 0 ? rest : rest.slice(0, at);
    return `${labelled(label, rest)}${at < 0 ? '' : `.${made(rest.slice(at + 1))}`}`;
  };
  const surrogate = Array.from(made(domain));
  return Array.from(written, (char, at) => restyled(surrogate[at] ?? char, char)).join('');
}

const wide = 0xfee0;
const isWide = (char: string): boolean => /[\uff01-\uff5e]/.test(char);
const narrow = (char: string): string => (isWide(char) ? String.fromCharCode(char.charCodeAt(0) - wide) : char);

/** Narrow and small, where that is one character as well. */
function plainChar(char: string): string {
  const small = narrow(char).toLowerCase();
  return Array.from(small).length === 1 ? small : narrow(char);
}

/** A plain character written as another was. */
function restyled(char: string, as: string): string {
  const cased = narrow(as) === plainChar(as) ? char : char.toUpperCase();
  return isWide(as) && /^[!-~]$/.test(cased) ? String.fromCharCode(cased.charCodeAt(0) + wide) : cased;
}
