import { useState } from 'react';
import type { RunSummary } from '../../../analysis/model/backtest.ts';
import type { Failure } from '../../../analysis/model/failure.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { dateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import type { Choice } from '../../parts/combobox.tsx';
import { isChanged, type RuleDocument } from '../../rule-sets/document.ts';
import { useDocuments } from '../../rule-sets/documents.ts';
import { recall, remember } from '../../state/remember.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';
import { versionOf } from '../run-list.tsx';
import { runs } from '../run-store.ts';

/** The rule set that a run is compared with, as a person chose it. */
export interface Champion {
  /** `set:ID`, `version:ID:NUMBER` or `run:ID`; null while nothing is chosen. */
  readonly chosen: string | null;
  readonly choices: readonly Choice[];
  readonly choose: (value: string) => void;
  /** Null while there is none, or it is being read. */
  readonly ruleSet: RuleSet | null;
  readonly failure: Failure | null;
}

/** Chosen once for a project on this machine, among rule sets, their saved versions and kept runs. */
export function useChampion(info: ProjectInfo, runId: string): Champion {
  const documents = useDocuments() ?? [];
  const kept = useStore(runs) ?? [];
  const place = `champion.${info.projectId}`;
  const [value, setValue] = useState(() => recall(place));
  const choices = [
    ...documents.flatMap(choicesOf),
    ...kept.filter((run) => run.runId !== runId).map((run) => runChoice(run, info)),
  ];
  const chosen = choices.some((choice) => choice.value === value) ? value : null;
  const [kind = '', id = '', number = ''] = chosen?.split(':') ?? [];
  const asVersion = kind === 'version' ? { ruleSetId: id, version: Number(number) } : null;
  const version = useLatest('ruleSets.version', asVersion, `${kind} ${id} ${number}`);
  const run = useLatest('backtest.open', kind === 'run' ? { runId: id } : null, `${kind} ${id} ${info.dataVersion}`);
  const ruleSet = (): RuleSet | null => {
    if (kind === 'set') return documents.find((document) => document.id === id)?.now.ruleSet ?? null;
    if (kind === 'version')
      return version.value?.ruleSetId === id && version.value.version === Number(number) ? version.value.ruleSet : null;
    return kind === 'run' && run.value?.run.runId === id ? run.value.ruleSet : null;
  };
  return {
    ...{ chosen, choices, ruleSet: ruleSet() },
    failure: kind === 'version' ? version.failure : kind === 'run' ? run.failure : null,
    choose: (next) => {
      remember(place, next);
      setValue(next);
    },
  };
}

/** A rule set as it is now, and every version that was saved. */
function choicesOf(document: RuleDocument): Choice[] {
  const name = document.now.ruleSet.name || t('set.unnamed');
  const { saved } = document;
  const now: Choice = {
    value: `set:${document.id}`,
    label: name,
    hint:
      saved === null || isChanged(document) ? t('compare.draft') : t('backtest.version', { version: saved.version }),
  };
  const versions = Array.from({ length: saved?.version ?? 0 }, (_, i) => (saved?.version ?? 0) - i);
  return [
    now,
    ...versions.map((version) => ({
      value: `version:${saved?.ruleSetId ?? ''}:${version}`,
      label: `${name} ${t('backtest.version', { version })}`,
      hint: t('compare.savedVersion'),
    })),
  ];
}

const runChoice = (run: RunSummary, info: ProjectInfo): Choice => ({
  value: `run:${run.runId}`,
  label: `${run.ruleSetName} ${dateTime(run.ranAt, info.timezone)}`,
  hint: `${t('compare.keptRun')} ${versionOf(run)}`,
});
