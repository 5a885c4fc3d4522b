/**
 * SHA-256 in hex, as O-PLUX events carry names and mail accounts, in capitals as there; several with spaces between them.
 * Null for anything else. A hash tells who is the same and nothing more: it is taken as it is.
 */
export function hashesIn(text: string): string | null {
  return /^[0-9a-f]{64}(?: [0-9a-f]{64})*$/iu.test(text) ? text.toUpperCase() : null;
}
