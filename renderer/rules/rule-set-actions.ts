import type { FileToken } from '../../analysis/engine-api.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { newRuleSet, type RuleDocument } from '../rule-sets/document.ts';
import { addDocument, documents, remove, save } from '../rule-sets/documents.ts';
import { go } from '../state/address.ts';
import { answer, bridge } from '../state/backend.ts';
import { call } from '../state/jobs.ts';
import { saveStaged } from '../state/save-staged.ts';
import { attempt, showDone } from '../state/toasts.ts';
import { starterRuleSet } from './starter.ts';

export function openDocument(id: string, code?: string): void {
  go({ room: 'rules', path: code === undefined ? [id] : [id, code] });
}

export function createRuleSet(info: ProjectInfo): void {
  const taken = (documents.get() ?? []).map((document) => document.now.ruleSet.name);
  const base = t('rules.newName');
  let name = base;
  for (let n = 2; taken.includes(name); n += 1) name = `${base} ${n}`;
  openDocument(addDocument(newRuleSet(name, info)).id);
}

export function duplicateRuleSet({ now }: RuleDocument): void {
  const copy: RuleSet = { ...now.ruleSet, name: t('rules.copyName', { name: now.ruleSet.name }) };
  openDocument(addDocument(copy).id);
}

export function importRuleSet(): void {
  attempt(async () => {
    const chosen = await answer(bridge().chooseFile('ruleset'));
    if (chosen === null) return;
    const ruleSet = await call('ruleSets.readFile', { file: chosen.token as FileToken });
    openDocument(addDocument(ruleSet).id);
    showDone(t('rules.imported', { name: ruleSet.name, count: ruleSet.rules.length }));
  });
}

/** A few rules that work on what this project has, to start from. */
export function createStarter(info: ProjectInfo): void {
  openDocument(addDocument(starterRuleSet(info)).id);
}

export function deleteRuleSet(document: RuleDocument): void {
  attempt(async () => {
    const takeBack = await remove(document.id);
    go({ room: 'rules', path: [] });
    showDone(t('rules.deleted', { name: document.now.ruleSet.name }), {
      label: t('rules.undo'),
      run: () => attempt(takeBack),
    });
  });
}

export function saveDocument(id: string, code: string | undefined, note?: string): void {
  attempt(async () => {
    const saved = await save(id, note);
    if (saved === null) return;
    go({ path: [saved.ruleSetId, ...(code === undefined ? [] : [code])], replace: true });
    showDone(t('rules.savedAs', { name: saved.ruleSet.name, version: saved.version }));
  });
}

export function exportRuleSet(ruleSet: RuleSet): void {
  attempt(async () => saveStaged(await call('ruleSets.writeFile', { ruleSet })));
}

export function copyText(text: string): void {
  attempt(async () => {
    await navigator.clipboard.writeText(text);
    showDone(t('common.copied'));
  });
}
