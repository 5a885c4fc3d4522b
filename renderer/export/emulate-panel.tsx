import { results } from '../../analysis/model/ruleset.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { Panel } from '../parts/panel.tsx';
import { useDocuments } from '../rule-sets/documents.ts';
import { checkDraft } from '../rule-sets/problems.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { settled } from '../state/latest.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { emulate, emulating, type Emulated } from './conform-store.ts';
import { EmulateResult } from './emulate-result.tsx';
import {
  changesNothing,
  emulationWish,
  profileName,
  profileOf,
  profiles,
  sameEmulation,
  type AskedEmulation,
  type ProfileName,
  type Wish,
} from './emulation-wish.ts';
import { ReplayState } from './replay-state.tsx';
import { takenOf } from './taken.ts';
import { VersionChoice } from './version-choice.tsx';

const change = (wish: Partial<Wish>): void => emulationWish.set({ ...emulationWish.get(), ...wish });

export function EmulatePanel({ info }: { readonly info: ProjectInfo }) {
  const all = useDocuments() ?? [];
  const now = useStore(emulating);
  const wish = useStore(emulationWish);
  const saved = all.find((held) => held.saved !== null);
  const document = all.find((held) => held.id === wish.set) ?? saved ?? all[0];
  const taken = document === undefined ? null : takenOf(document, wish.wanted);
  const name = profileName(wish, taken?.draft.ruleSet ?? null);
  const profile = profileOf({ ...wish, name });
  const { dataVersion } = info;
  const asked: AskedEmulation | null =
    taken === null ? null : { ruleSet: taken.draft.ruleSet, madeOf: taken.madeOf, profile, dataVersion };
  const nothing = asked === null ? null : changesNothing(profile, asked.ruleSet);
  const canRun = taken !== null && checkDraft(taken.draft, info).canRun && taken.draft.ruleSet.rules.length > 0;
  return (
    <Panel title={t('emulate.title')}>
      <div className="stack" data-testid="emulate">
        <p className="note">{t('emulate.hint')}</p>
        <div className="row wrap emulate-wish">
          <div className="stack">
            <RuleSetPicker
              all={all}
              value={document?.id ?? null}
              onChoose={(set) => change({ set, wanted: 'saved' })}
            />
            {document === undefined ? null : (
              <VersionChoice document={document} value={wish.wanted} onChoose={(wanted) => change({ wanted })} />
            )}
          </div>
          <label className="field">
            <span className="label">{t('emulate.profile')}</span>
            <select
              className="select"
              value={name}
              onChange={(event) => {
                const chosen = profiles.find((one) => one === event.target.value);
                if (chosen !== undefined) change({ name: chosen });
              }}
            >
              {profiles.map((one) => (
                <option key={one} value={one}>
                  {t(`emulate.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <ProfileFields name={name} wish={wish} onChange={change} />
        </div>
        {nothing === null ? null : <p data-testid="emulate-nothing">{t(`emulate.${nothing}`)}</p>}
        <div className="row">
          <Button
            look="primary"
            disabled={!canRun || nothing !== null || now.kind === 'running'}
            onClick={() => (asked === null ? undefined : attempt(() => emulate(asked)))}
          >
            {t('emulate.start')}
          </Button>
        </div>
        <ReplayState now={now} />
        {now.kind === 'done' ? <Answered of={now.of} asked={asked} canRun={canRun && nothing === null} /> : null}
      </div>
    </Panel>
  );
}

interface AnsweredProps {
  readonly of: Emulated;
  readonly asked: AskedEmulation | null;
  readonly canRun: boolean;
}

/** The result, and that it is of something else than is asked now, where it is. */
function Answered({ of, asked, canRun }: AnsweredProps) {
  const fresh = asked !== null && sameEmulation(of.asked, asked);
  return (
    <>
      {fresh ? null : (
        <Callout kind="warn">
          <p>{t(canRun ? 'emulate.outdated' : 'emulate.other')}</p>
        </Callout>
      )}
      <Outdated age={{ ...settled, fresh }} testId="emulate-answer">
        <EmulateResult asked={of.asked} report={of.report} />
      </Outdated>
    </>
  );
}

interface ProfileFieldsProps {
  readonly name: ProfileName;
  readonly wish: Wish;
  readonly onChange: (change: Partial<Wish>) => void;
}

function ProfileFields({ name, wish, onChange }: ProfileFieldsProps) {
  if (name === 'capped')
    return (
      <WholeField label={t('emulate.cap')} value={wish.cap} most={1_000_000} onChange={(cap) => onChange({ cap })} />
    );
  if (name === 'wall-clock')
    return (
      <WholeField
        label={t('emulate.delay')}
        value={wish.minutes}
        most={10_080}
        onChange={(minutes) => onChange({ minutes })}
      />
    );
  if (name !== 'nulls-error') return null;
  return (
    <label className="field">
      <span className="label">{t('emulate.gives')}</span>
      <select
        className="select"
        value={wish.gives ?? ''}
        onChange={(event) => onChange({ gives: results.find((one) => one === event.target.value) ?? null })}
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
