import type { LibraryRule } from '../library-rule.ts';
import { velocityCards } from './cards.ts';
import { velocityOthers } from './others.ts';

/** Rules that read history: each names the features it needs. */
export const velocityRules: readonly LibraryRule[] = [...velocityCards, ...velocityOthers];
