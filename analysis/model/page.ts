/** The only origin the window ever shows; messages from any other are refused. */
export const appOrigin = 'app://workbench';

/** `<meta name>` under which the page finds the style nonce of this page load, for the rule editor only. */
export const styleNonceMeta = 'shinsa-style-nonce';

/** `data` of the window message that brings the engine's port; the page accepts it only from its own window. */
export const enginePortMessage = 'shinsa-engine-port';
