import { useEffect, useRef, type ReactNode } from 'react';
import type { Age } from '../state/latest.ts';
import { patience, useDimmed } from './dimmed.ts';

export interface OutdatedProps {
  readonly age: Age;
  readonly className?: string;
  readonly children: ReactNode;
  readonly testId?: string;
}

/**
 * What is shown of an answer: dimmed while it is of an earlier question and, as long as the newer answer is under way, not to be
 * used. Whoever types or chooses in it goes on until the field is left; other focus comes back with the answer.
 */
export function Outdated({ age: { fresh, busy }, className = '', children, testId }: OutdatedProps) {
  const box = useRef<HTMLDivElement>(null);
  const waiting = !fresh && busy;
  const dimmed = useDimmed(!fresh);
  useEffect(() => {
    const node = box.current;
    if (node === null || !waiting) return;
    // An answer that comes at once changes nothing; it is dimmed from then on.
    let focused: Element | null = null;
    const shut = () => {
      node.inert = true;
    };
    const left = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Element && node.contains(relatedTarget) && isField(relatedTarget))) shut();
    };
    const timer = setTimeout(() => {
      focused = node.contains(document.activeElement) ? document.activeElement : null;
      if (focused === null || !isField(focused)) shut();
      else node.addEventListener('focusout', left);
    }, patience);
    return () => {
      clearTimeout(timer);
      node.removeEventListener('focusout', left);
      node.inert = false;
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    };
  }, [waiting]);
  return (
    <div
      ref={box}
      className={`${className} ${dimmed}`.trim()}
      aria-busy={busy}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      {children}
    </div>
  );
}

const isField = (element: Element): boolean => element.matches('input, select, textarea, [contenteditable="true"]');
