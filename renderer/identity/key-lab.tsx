import { useDeferredValue, useState } from 'react';
import { keptFacts } from '../../analysis/model/columns.ts';
import type { FrequentValue, IdentityKey, IdentityKind, KeyAnswer } from '../../analysis/model/identity.ts';
import { identityKinds } from '../../analysis/model/identity.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count } from '../i18n/format.ts';
import { named, t, type TextKey } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { codeText } from '../i18n/values.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { go } from '../state/address.ts';
import { useLatest, type Age } from '../state/request.ts';
import { PickValue } from './pick-value.tsx';
import { KeyThen, offOf, StepSwitches, type StepSwitchesProps } from './step-switches.tsx';

const samples: Readonly<Record<IdentityKind, string>> = {
  address: '東京都港区赤坂４丁目３番地２号 赤坂ビル301',
  person: '髙橋　一郎 様',
  phone: '０９０－１２３４－５６７８',
  email: 'Taro.Yamada+shop@gmail.com',
  ip: '::ffff:126.0.0.1',
  device: '{AEBE52E7-03EE-455A-B3C4-E57283966239}',
  cookie: '9F86D081884C7D659A2FEAA0C55AD015',
  card: '4111-11**-****-1111',
  agent:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
};

/** What a value is read with. */
const besides: Readonly<Partial<Record<IdentityKind, { readonly label: TextKey; readonly example: string }>>> = {
  address: { label: 'identity.postal', example: '107-0052' },
  person: { label: 'identity.kana', example: 'タカハシ イチロウ' },
};

export interface KeyLabProps extends StepSwitchesProps {
  readonly info: ProjectInfo;
  readonly setKind: (kind: IdentityKind) => void;
}

/** Type a value, or pick one of the project's: every step of its folding, the key, and who else has it; steps can be switched off. */
export function KeyLab({ info, kind, setKind, off, setOff }: KeyLabProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [picked, setPicked] = useState<FrequentValue | null>(null);
  const [beside, setBeside] = useState<Readonly<Record<string, string>>>({});
  const read = besides[kind];
  const value = useDeferredValue(typed ?? samples[kind]);
  const spoken = read === undefined ? '' : (beside[kind] ?? '').trim();
  const without = offOf(off, kind);
  const asked = {
    kind,
    value,
    ...(spoken === '' ? {} : { beside: spoken }),
    ...(without.length === 0 ? {} : { without: [...without] }),
  };
  const typedKey = useLatest(
    'identity.key',
    picked !== null || value.trim() === '' ? null : asked,
    JSON.stringify([asked, picked === null, info.dataVersion]),
  );
  // What was picked is named by its order: on a screen with masks nobody has the value itself.
  const ofOrder =
    picked === null
      ? null
      : { column: picked.column, seq: picked.seq, ...(without.length === 0 ? {} : { without: [...without] }) };
  const pickedKey = useLatest('identity.keyOf', ofOrder, JSON.stringify([ofOrder, info.dataVersion, info.masked]));
  const found = picked === null ? typedKey : pickedKey;
  return (
    <Panel title={t('identity.lab')} note={t('identity.labNote')}>
      <div className="identity-ask">
        <label className="field">
          <span className="label">{t('identity.kind')}</span>
          <select
            className="select"
            value={kind}
            onChange={(event) => {
              setKind(identityKinds.find((one) => one === event.target.value) ?? 'address');
              setTyped(null);
              setPicked(null);
            }}
          >
            {identityKinds.map((one) => (
              <option key={one} value={one}>
                {t(`identity.kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field grow">
          <span className="label">{t('identity.value')}</span>
          <input
            className="input"
            value={picked?.value ?? typed ?? samples[kind]}
            maxLength={1000}
            spellCheck={false}
            onChange={(event) => {
              setPicked(null);
              setTyped(event.target.value);
            }}
          />
        </label>
        {read === undefined ? null : (
          <label className="field">
            <span className="label">{t(read.label)}</span>
            <input
              className="input identity-beside"
              value={picked === null ? (beside[kind] ?? '') : (picked.beside ?? '')}
              disabled={picked !== null}
              maxLength={200}
              placeholder={read.example}
              onChange={(event) => setBeside({ ...beside, [kind]: event.target.value })}
            />
          </label>
        )}
        <PickValue {...{ info, kind, picked }} onPick={setPicked} />
      </div>
      <StepSwitches kind={kind} off={off} setOff={setOff} />
      {found.failure ? <FailureCallout failure={found.failure} /> : null}
      {found.value && (picked !== null || value.trim() !== '') ? (
        <KeyShown answer={found.value} info={info} age={found} />
      ) : (
        <p className="note">{t('identity.askFirst')}</p>
      )}
    </Panel>
  );
}

interface KeyShownProps {
  readonly answer: KeyAnswer;
  readonly info: ProjectInfo;
  readonly age: Age;
}

function KeyShown({ answer: { key, orders, then }, info, age: { fresh, busy } }: KeyShownProps) {
  const words = identityWords();
  const own = key.key;
  return (
    <div className={`stack ${fresh ? '' : 'old-figures'}`} data-testid="identity-key" aria-busy={busy}>
      <p className="identity-key" aria-live="polite">
        <span className={`identity-confidence ${key.confidence}`}>{words.confidences[key.confidence]}</span>
        <strong className="mono">{own ?? t('identity.noKey')}</strong>
      </p>
      {then === undefined ? null : <KeyThen now={key} then={then} />}
      {key.doubts.length === 0 ? null : (
        <ul className="identity-doubts">
          {key.doubts.map((doubt) => (
            <li key={doubt}>{words.doubts[doubt]}</li>
          ))}
        </ul>
      )}
      <ol className="identity-steps" aria-label={t('identity.steps')}>
        <li>
          <span>{t('identity.asWritten')}</span>
          <span className="mono">{key.raw}</span>
        </li>
        {key.steps.map((step, index) => (
          <li key={index}>
            <span>{words.steps[step.step]}</span>
            <span className="mono">{step.value}</span>
          </li>
        ))}
      </ol>
      <Facts identity={key} />
      {own === null ? null : (
        <div className="row wrap identity-holders">
          <span>{t('identity.whoElse')}</span>
          {orders.length === 0 ? <span className="note">{t('identity.noColumn')}</span> : null}
          {orders.map(({ column, orders: n }) => {
            const label = info.columns.find((one) => one.name === column)?.label;
            const text = `${label ? named(label) : column} ${t('common.orders', { count: count(n) })}`;
            if (n === 0) return <span key={column}>{text}</span>;
            return (
              <button
                key={column}
                type="button"
                className="link"
                onClick={() => go({ room: 'explore', filter: { clauses: [{ kind: 'in', column, values: [own] }] } })}
              >
                {text}
              </button>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** What the value says beside its key, in the words of the columns that are made of it. */
function Facts({ identity: { kind, facts } }: { readonly identity: IdentityKey }) {
  const said = keptFacts(kind).flatMap((column) => {
    const value = facts[column.fact];
    return value === undefined ? [] : [{ column, text: codeText(String(value), column.name) }];
  });
  if (said.length === 0) return null;
  const tables = said.flatMap(({ column }) => column.snapshot ?? []).sort()[0];
  return (
    <div className="stack tight">
      <dl className="identity-facts" aria-label={t('identity.facts')}>
        {said.map(({ column, text }) => (
          <div key={column.name}>
            <dt>{named(column)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {tables === undefined ? null : <p className="note">{t('identity.ipTables', { day: tables })}</p>}
    </div>
  );
}
