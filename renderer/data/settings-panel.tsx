import { useId, useMemo } from 'react';
import { canonicalColumn, type CanonicalName } from '../../analysis/model/columns.ts';
import { alternativesOf, type ColumnSource, type Mapping } from '../../analysis/model/mapping.ts';
import { lineColumns } from '../../analysis/model/order-lines.ts';
import { TargetFields } from '../frame/settings-dialog.tsx';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { Icon } from '../theme/icons.tsx';
import { decimalsDoNotFit } from './amount-check.ts';
import { change, changeMapping, type Draft } from './import-flow.ts';
import { LabelFields } from './label-fields.tsx';
import { constantOf, formatOf, headersOf, required, setConstant, setFormat, setLines } from './mapping-edit.ts';
import { isBeside, targetBeside } from './outcomes-draft.ts';
import { OutcomesFields } from './outcomes-fields.tsx';
import { TimesRead } from './time-fields.tsx';

/** What the columns alone do not say. */
export function SettingsPanel({ draft }: { readonly draft: Draft }) {
  return (
    <div className="settings-panel" tabIndex={0} role="group" aria-label={t('data.settings')}>
      <section>
        <h3>{t('data.required')}</h3>
        <ul className="required-list">
          {required.map((name) => (
            <RequiredRow key={name} draft={draft} name={name} />
          ))}
        </ul>
      </section>
      <section className="stack tight">
        <h3>{t('data.rows')}</h3>
        <LinesField draft={draft} />
      </section>
      <section className="stack tight">
        <h3>{t('data.timeAndMoney')}</h3>
        <ZoneField draft={draft} />
        <FormatField draft={draft} />
        <CurrencyField draft={draft} />
      </section>
      <section className="stack tight">
        <h3>{t('data.outcomeSource')}</h3>
        <LabelFields draft={draft} />
        <OutcomesFields draft={draft} />
      </section>
      <section className="stack tight">
        <h3>{t('settings.target')}</h3>
        <TargetFields
          target={draft.target}
          own={null}
          labelled
          onChange={(target) => change((before) => ({ ...before, target }))}
        />
        <TargetBeside draft={draft} />
        <p className="note">
          {t(draft.labelFrom !== null && draft.outcomes === null ? 'data.labelUndated' : 'settings.horizonHint')}
        </p>
      </section>
    </div>
  );
}

/** That the target would count nothing of the list beside it. */
function TargetBeside({ draft: { outcomes, target } }: { readonly draft: Draft }) {
  if (outcomes === null || !isBeside(target, outcomes)) return null;
  const better = targetBeside(target, outcomes);
  return (
    <Callout kind="warn">
      <p>{t('data.targetBeside', { file: outcomes.file.name, target: named(target.name) })}</p>
      <Button small onClick={() => change((before) => ({ ...before, target: better }))}>
        {t('data.targetInstead', { target: named(better.name) })}
      </Button>
    </Callout>
  );
}

/** Whether a row is an order or a line of one. */
function LinesField({ draft }: { readonly draft: Draft }) {
  const { lines } = draft.mapping;
  const proposed = draft.preview.proposal.lines ?? {};
  const only = lines?.only;
  const list = (lines ?? proposed).list;
  return (
    <>
      <label className="row">
        <input
          type="checkbox"
          checked={lines !== undefined}
          onChange={(event) => changeMapping((mapping) => setLines(mapping, event.target.checked ? proposed : null))}
        />
        <span>{list === undefined ? t('data.lines') : t('data.linesList', { list })}</span>
      </label>
      {lines === undefined ? null : (
        <p className="note">
          {list !== undefined
            ? t('data.linesListHint', { columns: listColumns(lines) })
            : only === undefined
              ? t('data.linesHint')
              : t('data.linesOnly', { column: only.from, values: only.values.join(', ') })}
        </p>
      )}
    </>
  );
}

/** What the lines in a list say, and under which key: `Product code: sku`. */
const listColumns = ({ columns = {} }: NonNullable<Mapping['lines']>): string =>
  lineColumns
    .flatMap((column) => {
      const told = sourceInWords(columns[column.name]);
      return told === null ? [] : [`${named(column)}: ${told}`];
    })
    .join(', ');

function RequiredRow({ draft, name }: { readonly draft: Draft; readonly name: CanonicalName }) {
  const column = canonicalColumn(name);
  const source = draft.mapping.columns[name];
  const headers = headersOf(source);
  const given = headers.length > 0 || constantOf(source) !== null;
  return (
    <li className={given ? 'given' : 'missing'}>
      <Icon name={given ? 'check' : 'warning'} size={14} />
      <span>{column ? named(column) : name}</span>
      <span className="clip muted">{given ? (sourceInWords(source) ?? constantOf(source)) : t('data.notChosen')}</span>
    </li>
  );
}

/** `A + B` joined, `A, else B` of alternatives; null for a constant. */
function sourceInWords(source: ColumnSource | undefined): string | null {
  const [first, ...others] = alternativesOf(source).map((headers) => headers.join(' + '));
  if (first === undefined) return null;
  return others.reduce((told, header) => t('data.else', { first: told, other: header }), first);
}

function ZoneField({ draft }: { readonly draft: Draft }) {
  const choices = useMemo(() => {
    const zones = ['Asia/Tokyo', 'UTC', ...Intl.supportedValuesOf('timeZone')];
    return [...new Set(zones)].map((zone) => ({ value: zone, label: zone }));
  }, []);
  return (
    <div className="field">
      <span className="label">{t('data.timezone')}</span>
      <Combobox
        label={t('data.timezone')}
        value={draft.mapping.timezone}
        choices={choices}
        onChoose={(timezone) => changeMapping((mapping) => ({ ...mapping, timezone }))}
      />
    </div>
  );
}

function FormatField({ draft }: { readonly draft: Draft }) {
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {t('data.timeFormat')}
      </label>
      <input
        id={id}
        className="input"
        value={formatOf(draft.mapping.columns.ordered_at)}
        placeholder={t('data.timeFormatAuto')}
        title={t('data.timeFormatHint')}
        disabled={headersOf(draft.mapping.columns.ordered_at).length === 0}
        onChange={(event) => changeMapping((mapping) => setFormat(mapping, 'ordered_at', event.target.value.trim()))}
      />
      {draft.mapping.columns.ordered_at === undefined ? null : (
        <TimesRead
          preview={draft.preview}
          source={draft.mapping.columns.ordered_at}
          timezone={draft.mapping.timezone}
        />
      )}
    </div>
  );
}

const usual = ['JPY', 'USD', 'EUR', 'GBP', 'CNY', 'KRW', 'TWD', 'HKD', 'SGD', 'THB'];

function CurrencyField({ draft }: { readonly draft: Draft }) {
  const source = draft.mapping.columns.currency;
  const [header] = headersOf(source);
  const choices = useMemo(() => {
    const codes = [...new Set([...usual, ...Intl.supportedValuesOf('currency')])];
    return codes.map((code) => ({ value: code, label: code }));
  }, []);
  return (
    <div className="field">
      <span className="label">{t('data.currency')}</span>
      {header === undefined ? (
        <Combobox
          label={t('data.currency')}
          value={constantOf(source) ?? 'JPY'}
          choices={choices}
          onChoose={(code) => changeMapping((mapping) => setConstant(mapping, 'currency', code))}
        />
      ) : (
        <span>{t('data.fromColumn', { name: header })}</span>
      )}
      {decimalsDoNotFit(draft) ? <p className="tag warn wrapping">{t('data.decimalsDoNotFit')}</p> : null}
    </div>
  );
}
