import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { createStore } from './store.ts';

export type Toast = { readonly id: number } & (
  | { readonly kind: 'failure'; readonly failure: Failure }
  | {
      readonly kind: 'done';
      readonly text: string;
      readonly action?: { readonly label: string; readonly run: () => void };
    }
);

export const toasts = createStore<readonly Toast[]>([]);
let lastId = 0;
const doneMs = 6000;

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((t) => t.id !== id));
}

/** Failures stay until closed; what the person cancelled is not news to them. */
export function showFailure(error: unknown): void {
  const failure = failureOf(error);
  if (failure.code === 'cancelled') return;
  const same = toasts.get().filter((t) => !(t.kind === 'failure' && t.failure.code === failure.code));
  toasts.set([...same, { id: ++lastId, kind: 'failure', failure }]);
}

export function showDone(text: string, action?: { readonly label: string; readonly run: () => void }): void {
  const id = ++lastId;
  toasts.set([...toasts.get(), action ? { id, kind: 'done', text, action } : { id, kind: 'done', text }]);
  setTimeout(() => dismiss(id), doneMs);
}

/** For event handlers: runs, and shows what went wrong. */
export function attempt(work: () => Promise<unknown>): void {
  work().catch(showFailure);
}
