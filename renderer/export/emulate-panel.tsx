import { useState } from 'react';
import type { EmulationProfile } from '../../analysis/model/emulation.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { useDocuments } from '../rule-sets/documents.ts';
import { checkDraft } from '../rule-sets/problems.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { emulate, emulating } from './conform-store.ts';
import { EmulateResult } from './emulate-result.tsx';
import { ReplayState } from './replay-state.tsx';

const profiles = [
  'bucketed-hour',
  'bucketed-day',
  'capped',
  'wall-clock',
  'nulls-false',
  'nulls-error',
  'exact',
] as const;
type ProfileName = (typeof profiles)[number];

interface Wish {
  readonly name: ProfileName;
  readonly cap: number;
  readonly minutes: number;
  readonly gives: ScreeningResult | null;
}

function profileOf({ name, cap, minutes, gives }: Wish): EmulationProfile {
  switch (name) {
    case 'bucketed-hour':
    case 'bucketed-day':
      return { kind: 'bucketed', bucket: name === 'bucketed-hour' ? 'hour' : 'day' };
    case 'capped':
      return { kind: name, cap };
    case 'wall-clock':
      return { kind: name, seconds: minutes * 60 };
    case 'nulls-error':
      return { kind: name, gives };
    default:
      return { kind: name };
  }
}

export function EmulatePanel({ info }: { readonly info: ProjectInfo }) {
  const all = useDocuments() ?? [];
  const now = useStore(emulating);
  const [set, setSet] = useState<string | null>(null);
  const [wish, setWish] = useState<Wish>({ name: 'bucketed-hour', cap: 10, minutes: 15, gives: null });
  const saved = all.find((held) => held.saved !== null);
  const document = all.find((held) => held.id === set) ?? saved ?? all[0];
  const canRun =
    document !== undefined && checkDraft(document.now, info).canRun && document.now.ruleSet.rules.length > 0;
  return (
    <Panel title={t('emulate.title')}>
      <div className="stack" data-testid="emulate">
        <p className="note">{t('emulate.hint')}</p>
        <div className="row wrap emulate-wish">
          <RuleSetPicker all={all} value={document?.id ?? null} onChoose={setSet} />
          <label className="field">
            <span className="label">{t('emulate.profile')}</span>
            <select
              className="select"
              value={wish.name}
              onChange={(event) => {
                const name = profiles.find((one) => one === event.target.value);
                if (name !== undefined) setWish({ ...wish, name });
              }}
            >
              {profiles.map((name) => (
                <option key={name} value={name}>
                  {t(`emulate.${name}`)}
                </option>
              ))}
            </select>
          </label>
          <ProfileFields wish={wish} onChange={setWish} />
        </div>
        <div className="row">
          <Button
            look="primary"
            disabled={!canRun || now.kind === 'running'}
            onClick={() =>
              document === undefined
                ? undefined
                : attempt(() => emulate({ ruleSet: document.now.ruleSet, profile: profileOf(wish) }))
            }
          >
            {t('emulate.start')}
          </Button>
        </div>
        <ReplayState now={now} />
        {now.kind === 'done' ? <EmulateResult report={now.of} /> : null}
      </div>
    </Panel>
  );
}

function ProfileFields({ wish, onChange }: { readonly wish: Wish; readonly onChange: (wish: Wish) => void }) {
  if (wish.name === 'capped')
    return (
      <WholeField
        label={t('emulate.cap')}
        value={wish.cap}
        most={1_000_000}
        onChange={(cap) => onChange({ ...wish, cap })}
      />
    );
  if (wish.name === 'wall-clock')
    return (
      <WholeField
        label={t('emulate.delay')}
        value={wish.minutes}
        most={10_080}
        onChange={(minutes) => onChange({ ...wish, minutes })}
      />
    );
  if (wish.name !== 'nulls-error') return null;
  return (
    <label className="field">
      <span className="label">{t('emulate.gives')}</span>
      <select
        className="select"
        value={wish.gives ?? ''}
        onChange={(event) => onChange({ ...wish, gives: results.find((one) => one === event.target.value) ?? null })}
      >
        <option value="">{t('emulate.default')}</option>
        {results.map((one) => (
          <option key={one} value={one}>
            {t(`result.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function WholeField(props: {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, most, onChange } = props;
  return (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input days"
        type="number"
        min={1}
        max={most}
        value={value}
        onChange={({ target: { valueAsNumber: typed } }) =>
          onChange(Number.isNaN(typed) ? 1 : Math.max(1, Math.min(most, Math.round(typed))))
        }
      />
    </label>
  );
}
