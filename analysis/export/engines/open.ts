import type { EngineName, OpenFile } from './engine.ts';

/** How each engine is opened; it is only loaded when it is asked, for together they are large. */
export const openers: Readonly<Record<EngineName, () => Promise<OpenFile>>> = {
  'cel-js': async () => (await import('./cel-js.ts')).openCelJs,
  zen: async () => (await import('./zen.ts')).openZen,
  'json-logic-engine': async () => (await import('./json-logic.ts')).openJsonLogic,
};
