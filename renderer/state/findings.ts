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

/** The findings page: what is kept, what it is now with its steps, and every entry that was on it since it was read. */
export interface HeldPage {
  readonly key: string;
  readonly projectId: string;
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

/** Reads the page anew, behind whatever is kept of it just now. */
const readPage = (info: ProjectInfo): Promise<void> => inTurn(() => readNow(info));

async function readNow(info: ProjectInfo): Promise<void> {
  const key = keyOf(info);
  for (;;) {
    await keepNow(info);
    const all = await call('findings.list', {});
    const before = held.get();
    // Edited while it was read: kept first, so that nothing of it is lost.
    if (before !== null && isOf(before, info) && !isKept(before)) continue;
    const kept = pageOf(all);
    // What the key stands for may have taken entries that steps lead back to, and a deleted person's are not to stay in memory.
    const same = before?.key === key && JSON.stringify(before.kept) === JSON.stringify(kept);
    const steps = same ? { ...before.steps, now: kept } : stepsFrom(kept);
    const entries = same ? withEntries(before, all) : withEntries(null, all);
    held.set({ key, projectId: info.projectId, kept, steps, entries });
    tellUnsaved();
    return;
  }
}

const isOf = (page: HeldPage, { projectId }: Pick<ProjectInfo, 'projectId'>): boolean => page.projectId === projectId;

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

let turn: Promise<unknown> = Promise.resolve();

/** One call about the page after the other, so that each begins with what the one before came to. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.catch(() => undefined).then(work);
  turn = mine;
  return mine;
}

/** Keeps the page as it is now; answers once it is committed. */
export const keepPage = (): Promise<void> => inTurn(() => keepNow());

/** What was typed just before the window closes or is loaded anew is kept too. */
export function keepOnLeaving(): void {
  window.addEventListener('pagehide', () => void keepPage().catch(() => undefined));
}

/** `of`: only what is of that project. Within a turn. */
async function keepNow(of?: ProjectInfo): Promise<void> {
  const page = held.get();
  if (page === null || isKept(page) || (of !== undefined && !isOf(page, of))) return;
  const { steps } = page;
  let entries: readonly FindingEntry[];
  try {
    entries = await call('findings.arrange', { entries: changesOf(steps.now, page.entries) });
  } catch (error) {
    if (failureOf(error).code !== 'finding-unknown') throw error;
    await dropUnknown(page, error);
    return keepNow(of);
  }
  const now = held.get();
  if (now?.key !== page.key) return;
  const told = wordsTold(entries, page.entries);
  const kept = told(steps.now);
  const next = now.steps.now === steps.now ? kept : told(now.steps.now);
  held.set({ ...now, kept, steps: { ...now.steps, now: next }, entries: withEntries(now, entries) });
  tellUnsaved();
}

/** Takes from the page what the engine no longer has, as of a person who was deleted, and says so; words of the others stay. */
async function dropUnknown(page: HeldPage, error: unknown): Promise<void> {
  const all = await call('findings.list', {});
  const there = withEntries(null, all);
  const isThere = ({ findingId }: Placed): boolean => there.has(findingId);
  if (page.steps.now.every(isThere)) throw error;
  showFailure(error);
  const now = held.get();
  if (now?.key !== page.key) return;
  held.set({ ...now, kept: pageOf(all), steps: stepsFrom(now.steps.now.filter(isThere)), entries: there });
  tellUnsaved();
}

/** A page whose entries that were not told before have the words the engine has for them: they may have been read with masks. */
const wordsTold = (entries: readonly FindingEntry[], before: HeldPage['entries']): ((page: Page) => Page) => {
  const words = new Map(pageOf(entries.filter((one) => !before.has(one.findingId))).map((one) => [one.findingId, one]));
  return (page) => (words.size === 0 ? page : page.map((one) => words.get(one.findingId) ?? one));
};

/**
 * Every entry of a page, with the words that differ from what the engine told last, of deleted ones too. A title that is told
 * masked is never sent back.
 */
export function changesOf(
  now: Page,
  told: HeldPage['entries'],
): { readonly findingId: string; readonly title?: string; readonly note?: string }[] {
  return now.map(({ findingId, title, note }) => {
    const then = told.get(findingId);
    return {
      findingId,
      ...(then !== undefined && then.title !== title && !then.maskedTitle ? { title } : {}),
      ...(then !== undefined && then.note !== note ? { note } : {}),
    };
  });
}

/** Keeps a new entry and answers its id; a step that can be undone. What is edited meanwhile stays. */
export function addToPage(info: ProjectInfo, given: AddFinding): Promise<string> {
  return inTurn(async () => {
    if (held.get()?.key !== keyOf(info)) await readNow(info);
    else await keepNow();
    const { findingId, entries } = await call('findings.add', given);
    const page = held.get();
    if (page === null || !isOf(page, info)) return findingId;
    const kept = pageOf(entries);
    const added = kept.find((one) => one.findingId === findingId);
    if (added === undefined) return findingId;
    const next = putBack(page.steps.now, added, kept);
    const same = JSON.stringify(next) === JSON.stringify(kept);
    const steps = edited(page.steps, next, `add ${findingId}`, 0);
    held.set({ ...page, kept: same ? next : kept, steps, entries: withEntries(page, entries) });
    if (same) tellUnsaved();
    else soon();
    return findingId;
  });
}

/** The page with an entry behind the nearest that stands before it in another one; the same where it is there. */
export function putBack(page: Page, one: Placed, order: Page): Page {
  const { findingId } = one;
  if (page.some((other) => other.findingId === findingId)) return page;
  const before = order.slice(
    0,
    order.findIndex((other) => other.findingId === findingId),
  );
  const nearest = before.findLast((other) => page.some((there) => there.findingId === other.findingId));
  const at = page.findIndex((other) => other.findingId === nearest?.findingId) + 1;
  return page.toSpliced(at, 0, one);
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
