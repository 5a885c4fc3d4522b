import { useEffect } from 'react';
import { failureOf } from '../../analysis/model/failure.ts';
import type { AddFinding, FindingEntry } from '../../analysis/model/findings.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { call } from './jobs.ts';
import { edited, redone, stepsFrom, undone, type Steps } from './steps.ts';
import { createStore, useStore } from './store.ts';
import { attempt, showFailure } from './toasts.ts';
import { noteUnsaved } from './unsaved.ts';

/** What of an entry is edited, and its place among the others. */
export interface Placed {
  readonly findingId: string;
  readonly title: string;
  readonly note: string;
}
export type Page = readonly Placed[];

/** The findings page: what is kept, what it is now with its steps, and every entry that was ever on it. */
export interface HeldPage {
  readonly key: string;
  readonly kept: Page;
  readonly steps: Steps<Page>;
  readonly entries: ReadonlyMap<string, FindingEntry>;
}

const held = createStore<HeldPage | null>(null);

/** What changes entries beside the calls below: another project, a person who is deleted, what is masked. */
const keyOf = ({ projectId, dataVersion, masked }: ProjectInfo): string =>
  JSON.stringify([projectId, dataVersion, masked]);

/** The page of the project; null until it has been read. */
export function useFindings(info: ProjectInfo | null): HeldPage | null {
  const key = info === null ? null : keyOf(info);
  const page = useStore(held);
  useEffect(() => {
    if (info !== null && held.get()?.key !== key) attempt(() => readPage(info));
  }, [key]);
  return page?.key === key ? page : null;
}

async function readPage(info: ProjectInfo): Promise<void> {
  const key = keyOf(info);
  await keepPage();
  const all = await call('findings.list', {});
  const kept = pageOf(all);
  const before = held.get();
  // Steps lead back to what is still there only where nothing went meanwhile.
  const same = before !== null && JSON.stringify(before.kept) === JSON.stringify(kept);
  held.set({ key, kept, steps: same ? before.steps : stepsFrom(kept), entries: withEntries(before, all) });
}

const pageOf = (all: readonly FindingEntry[]): Page =>
  all.map(({ findingId, title, note }) => ({ findingId, title, note }));

const withEntries = (before: HeldPage | null, all: readonly FindingEntry[]): HeldPage['entries'] =>
  new Map([...(before?.entries ?? []), ...all.map((one) => [one.findingId, one] as const)]);

/** One step; those of one tag in quick succession are undone together. */
export function editPage(tag: string, change: (page: Page) => Page): void {
  step((steps) => edited(steps, change(steps.now), tag, Date.now()));
}

export const undoPage = (): void => step(undone);
export const redoPage = (): void => step(redone);

function step(change: (steps: Steps<Page>) => Steps<Page>): void {
  const page = held.get();
  if (page === null) return;
  held.set({ ...page, steps: change(page.steps) });
  soon();
}

/** What is typed goes in one piece. */
const pauseMs = 250;
const retryMs = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;

function soon(ms = pauseMs): void {
  tellUnsaved();
  clearTimeout(timer);
  timer = setTimeout(() => {
    keepPage().catch((error: unknown) => {
      showFailure(error);
      // What is on screen is not lost with an engine that ended: the next one is told.
      if (failureOf(error).code === 'engine-stopped') soon(retryMs);
    });
  }, ms);
}

const isKept = ({ kept, steps }: HeldPage): boolean => kept === steps.now;
function tellUnsaved(): void {
  const page = held.get();
  noteUnsaved('findings', page === null || isKept(page) ? [] : [t('room.findings')]);
}

let keeping: Promise<void> = Promise.resolve();

/** Keeps the page as it is now; answers once it is committed. One call after the other, each of the newest state. */
function keepPage(): Promise<void> {
  keeping = keeping.catch(() => undefined).then(keepNow);
  return keeping;
}

async function keepNow(): Promise<void> {
  const page = held.get();
  if (page === null || isKept(page)) return;
  const { kept, steps } = page;
  const entries = await call('findings.arrange', { entries: changesOf(kept, steps.now) });
  const now = held.get();
  if (now?.key !== page.key) return;
  held.set({ ...now, kept: steps.now, entries: withEntries(now, entries) });
  tellUnsaved();
}

/** Every entry of a page, with the words that differ from what is kept: what is told masked is never sent back. */
export function changesOf(
  kept: Page,
  now: Page,
): { readonly findingId: string; readonly title?: string; readonly note?: string }[] {
  const before = new Map(kept.map((one) => [one.findingId, one]));
  return now.map(({ findingId, title, note }) => {
    const then = before.get(findingId);
    return {
      findingId,
      ...(then !== undefined && then.title !== title ? { title } : {}),
      ...(then !== undefined && then.note !== note ? { note } : {}),
    };
  });
}

/** Keeps a new entry and answers its id; a step that can be undone. */
export async function addToPage(info: ProjectInfo, given: AddFinding): Promise<string> {
  if (held.get()?.key !== keyOf(info)) await readPage(info);
  else await keepPage();
  const { findingId, entries } = await call('findings.add', given);
  const page = held.get();
  if (page === null) return findingId;
  const placed = new Map(page.steps.now.map((one) => [one.findingId, one]));
  const next = pageOf(entries).map((one) => placed.get(one.findingId) ?? one);
  const steps = edited(page.steps, next, 'add', 0);
  held.set({ ...page, kept: next, steps, entries: withEntries(page, entries) });
  tellUnsaved();
  return findingId;
}

/** The page with an entry moved by places; the same at an end. */
export function moved(page: Page, findingId: string, by: number): Page {
  const from = page.findIndex((one) => one.findingId === findingId);
  const one = page[from];
  const to = from + by;
  if (one === undefined || to < 0 || to >= page.length) return page;
  return page.toSpliced(from, 1).toSpliced(to, 0, one);
}

export const without = (page: Page, findingId: string): Page => page.filter((one) => one.findingId !== findingId);

export const worded = (page: Page, findingId: string, words: Partial<Pick<Placed, 'title' | 'note'>>): Page =>
  page.map((one) => (one.findingId === findingId ? { ...one, ...words } : one));

export const titleOf = ({ title }: Pick<Placed, 'title'>): string =>
  title.trim() === '' ? t('findings.untitled') : title;
