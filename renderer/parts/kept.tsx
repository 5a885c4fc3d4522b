import { memo, type ReactNode } from 'react';
import { useLanguage } from '../i18n/index.ts';

export interface KeptProps {
  /** Everything that what is drawn stands on. */
  readonly of: readonly unknown[];
  readonly children: () => ReactNode;
}

/**
 * Draws its children again only where something of `of` is another one, or the language is. What they do when they are clicked is
 * of the time they were drawn: what is not in `of` they must ask for then.
 */
export const Kept = memo(Drawn, (before, after) => sameParts(before.of, after.of));

function Drawn({ children }: KeptProps) {
  useLanguage();
  return children();
}

/** Whether they are the same values and objects in the same places. */
export const sameParts = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length === after.length && before.every((one, at) => Object.is(one, after[at]));
