import { z } from 'zod';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { app } from '../state/project.ts';

/** What was not saved yet when the window closed. A text may be half written, so only its shape is checked. */
const halfWritten = z.custom<RuleSet>((value) => shape.safeParse(value).success);
const shape = z.looseObject({
  name: z.string(),
  modelId: z.string(),
  currency: z.string(),
  timezone: z.string(),
  default: z.enum(['OK', 'REVIEW', 'HOLD', 'NG']),
  rules: z.array(
    z.looseObject({
      code: z.string(),
      when: z.string(),
      result: z.enum(['OK', 'REVIEW', 'HOLD', 'NG']),
      description: z.looseObject({ ja: z.string(), en: z.string() }),
    }),
  ),
});
/** `masked`: the exceptions in it are masks. Values must not come back to a masked session, nor masks pass for values. */
const keptSchema = z.array(
  z.object({ id: z.string(), ruleSet: halfWritten, masked: z.union([z.string(), z.boolean()]).exactOptional() }),
);
export type KeptDraft = z.infer<typeof keptSchema>[number];

/** All windows share the browser's storage, and a copied project has the id of the first: the file is named too. */
const key = (projectId: string) => `shinsa.drafts.${projectId}.${app.get()?.fileKey ?? ''}`;

/** Drafts of an earlier version, which did not tell a copy from its original, go to the file that is opened first. */
function takeOver(projectId: string): void {
  const earlier = `shinsa.drafts.${projectId}`;
  const left = localStorage.getItem(earlier);
  if (left === null) return;
  if (localStorage.getItem(key(projectId)) === null) localStorage.setItem(key(projectId), left);
  localStorage.removeItem(earlier);
}

export function readDrafts(projectId: string): readonly KeptDraft[] {
  try {
    takeOver(projectId);
    const kept = keptSchema.safeParse(JSON.parse(localStorage.getItem(key(projectId)) ?? '[]'));
    return kept.success ? kept.data : [];
  } catch {
    return [];
  }
}

/** False when the browser's storage takes no more: then the window has to say that the work is not kept. */
export function keepDrafts(projectId: string, drafts: readonly KeptDraft[]): boolean {
  try {
    if (drafts.length === 0) localStorage.removeItem(key(projectId));
    else localStorage.setItem(key(projectId), JSON.stringify(drafts));
    return true;
  } catch {
    return false;
  }
}
