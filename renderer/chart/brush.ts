import { useEffect, useRef, type RefObject } from 'react';
import type { View } from './vega.ts';

/** What a hand does over bars that stand along the x axis; places count from the first. */
export interface Brush {
  /** It is over the chart. */
  readonly near: () => void;
  /** It has drawn from one bar to another, whichever is first. */
  readonly move: (from: number, to: number) => void;
  /** It has let go. */
  readonly end: () => void;
  /** It was called off. */
  readonly leave: () => void;
}

/** Pixels within which a hand that lets go has clicked. */
const still = 4;

/** Answers whether the click that comes now ends what was drawn, and is none. */
export function useBrush(
  box: RefObject<HTMLElement | null>,
  view: RefObject<View | null>,
  given: Brush | undefined,
): () => boolean {
  const newest = useRef(given);
  newest.current = given;
  const ended = useRef(false);
  const wanted = given !== undefined;
  useEffect(() => {
    const element = box.current;
    if (!wanted || element === null) return;
    let start: { readonly x: number; readonly at: number } | null = null;
    let drawing = false;
    const placeAt = (clientX: number): number => barAt(element, view.current, clientX);
    const enter = (): void => newest.current?.near();
    const down = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      start = { x: event.clientX, at: placeAt(event.clientX) };
      drawing = false;
      ended.current = false;
    };
    const move = (event: PointerEvent): void => {
      if (start === null || (!drawing && Math.abs(event.clientX - start.x) <= still)) return;
      if (!drawing) element.setPointerCapture(event.pointerId);
      drawing = true;
      newest.current?.move(start.at, placeAt(event.clientX));
    };
    const up = (): void => {
      if (drawing) {
        ended.current = true;
        newest.current?.end();
      }
      start = null;
      drawing = false;
    };
    const off = (): void => {
      if (drawing) newest.current?.leave();
      start = null;
      drawing = false;
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') off();
    };
    const listening: readonly (readonly [string, (event: never) => void])[] = [
      ...[['pointerenter', enter] as const, ['pointerdown', down] as const, ['pointermove', move] as const],
      ...[['pointerup', up] as const, ['pointercancel', off] as const],
    ];
    for (const [name, handler] of listening) element.addEventListener(name, handler as EventListener);
    window.addEventListener('keydown', key);
    return () => {
      for (const [name, handler] of listening) element.removeEventListener(name, handler as EventListener);
      window.removeEventListener('keydown', key);
    };
  }, [box, view, wanted]);
  return () => {
    const was = ended.current;
    ended.current = false;
    return was;
  };
}

/** The bar under a place of the page; the first or the last one beside them. */
function barAt(element: HTMLElement, view: View | null, clientX: number): number {
  const canvas = element.querySelector('canvas');
  if (canvas === null || view === null) return 0;
  // Bars along x have a band scale: its type is the library's own.
  const scale = view.scale('x') as {
    readonly domain: () => readonly unknown[];
    readonly range: () => readonly number[];
  };
  const [from = 0, to = 1] = scale.range();
  const bars = scale.domain().length;
  const x = clientX - canvas.getBoundingClientRect().left - (view.origin()[0] ?? 0);
  return Math.max(0, Math.min(bars - 1, Math.floor(((x - from) / (to - from)) * bars)));
}
