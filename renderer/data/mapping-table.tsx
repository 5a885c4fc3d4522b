import { useState } from 'react';
import { canonicalColumns, type CanonicalName } from '../../analysis/model/columns.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { rate } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Combobox, type Choice } from '../parts/combobox.tsx';
import { Panel } from '../parts/panel.tsx';
import { changeMapping, type Draft } from './import-flow.ts';
import {
  alsoRead,
  alternativesOf,
  assign,
  headersOf,
  knownOf,
  notRead,
  putFirst,
  readAs,
  roleOf,
  setAlternatives,
  setKnown,
  type Known,
  type Role,
} from './mapping-edit.ts';

const keepValue = '#keep';
const noneValue = '#none';
const samples = 3;
const sureFrom = 0.75;

function roleChoices(): readonly Choice[] {
  const canonical = canonicalColumns.map((column) => ({ value: column.name, label: named(column), hint: column.path }));
  return [
    { value: noneValue, label: t('data.roleNone') },
    { value: keepValue, label: t('data.roleKeep'), hint: 'custom.*' },
    ...canonical,
  ];
}

function roleFrom(value: string): Role {
  if (value === keepValue) return { kind: 'keep' };
  const column = canonicalColumns.find((candidate) => candidate.name === value);
  return column ? { kind: 'canonical', name: column.name } : { kind: 'none' };
}

function valueFrom(role: Role): string {
  switch (role.kind) {
    case 'canonical':
      return role.name;
    case 'keep':
      return keepValue;
    case 'none':
      return noneValue;
  }
}

/** One row per source column: what stands in it and what it becomes. */
export function MappingTable({ draft }: { readonly draft: Draft }) {
  const choices = roleChoices();
  const kept = draft.mapping.keep ?? [];
  const actions =
    kept.length > 0 ? (
      <Button small onClick={() => changeMapping((mapping) => setKnown(mapping, kept, 'yes'))}>
        {t('data.allKnown')}
      </Button>
    ) : undefined;
  return (
    <Panel title={t('data.mapping')} actions={actions}>
      <table className="table mapping-table">
        <thead>
          <tr>
            <th scope="col">{t('data.sourceColumn')}</th>
            <th scope="col">{t('data.samples')}</th>
            <th scope="col">{t('data.becomes')}</th>
            <th scope="col">{t('data.certainty')}</th>
          </tr>
        </thead>
        <tbody>
          {draft.preview.columns.map((column, index) => (
            <MappingRow key={column.name} draft={draft} header={column.name} index={index} choices={choices} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

interface MappingRowProps {
  readonly draft: Draft;
  readonly header: string;
  readonly index: number;
  readonly choices: readonly Choice[];
}

function MappingRow({ draft, header, index, choices }: MappingRowProps) {
  const { mapping, preview } = draft;
  const role = roleOf(mapping, header);
  const values = [...new Set(preview.rows.map((row) => row[index] ?? '').filter((value) => value !== ''))].slice(
    0,
    samples,
  );
  return (
    <tr className={role.kind === 'none' ? 'unused' : ''}>
      <th scope="row" title={header}>
        {header}
      </th>
      <td className="sample-values" title={values.join('\n')}>
        {values.join(' · ')}
      </td>
      <td className="becomes">
        <div className="row wrap tight">
          <Combobox
            small
            label={t('data.becomesOf', { name: header })}
            value={valueFrom(role)}
            choices={choices}
            onChoose={(value) => changeMapping((before) => assign(before, header, roleFrom(value)))}
          />
          {role.kind === 'canonical' ? <Further {...{ mapping, header, choices }} /> : null}
        </div>
      </td>
      <td>
        {draft.labelFrom === header ? <span className="tag">{t('data.label')}</span> : null}
        {role.kind === 'keep' ? <KnownSelect draft={draft} header={header} /> : null}
        {role.kind === 'canonical' ? <Certainty draft={draft} name={role.name} header={header} /> : null}
      </td>
    </tr>
  );
}

interface FurtherProps extends Pick<MappingRowProps, 'header' | 'choices'> {
  readonly mapping: Mapping;
}

/** What else a source column is read as: a card number may be a part of the order id and tell the card as well. */
function Further({ mapping, header, choices }: FurtherProps) {
  const [adding, setAdding] = useState(false);
  const [, ...others] = readAs(mapping, header);
  const add = (value: string) => {
    const role = roleFrom(value);
    setAdding(false);
    if (role.kind === 'canonical') changeMapping((before) => alsoRead(before, header, role.name));
  };
  return (
    <>
      {canonicalColumns
        .filter(({ name }) => others.includes(name))
        .map((column) => (
          <span key={column.name} className="row tight">
            <span className="tag">{named(column)}</span>
            <Button
              look="quiet"
              small
              icon="close"
              aria-label={t('data.notAlso', { name: header, as: named(column) })}
              onClick={() => changeMapping((before) => notRead(before, header, column.name))}
            />
          </span>
        ))}
      {adding ? (
        <Combobox
          small
          label={t('data.alsoOf', { name: header })}
          value={noneValue}
          choices={choices.filter(({ value }) => value !== keepValue)}
          onChoose={add}
        />
      ) : (
        <Button
          look="quiet"
          small
          icon="plus"
          aria-label={t('data.alsoOf', { name: header })}
          title={t('data.alsoOf', { name: header })}
          onClick={() => setAdding(true)}
        />
      )}
    </>
  );
}

function KnownSelect({ draft, header }: { readonly draft: Draft; readonly header: string }) {
  const answers = ['yes', 'no', 'unsure'] as const satisfies readonly Known[];
  return (
    <select
      className="select small"
      aria-label={t('data.knownOf', { name: header })}
      title={t('data.knownHint')}
      value={knownOf(draft.mapping, header)}
      onChange={(event) => {
        const known = answers.find((value) => value === event.target.value) ?? 'unsure';
        changeMapping((mapping) => setKnown(mapping, [header], known));
      }}
    >
      {answers.map((value) => (
        <option key={value} value={value}>
          {t(`data.known.${value}`)}
        </option>
      ))}
    </select>
  );
}

interface CertaintyProps {
  readonly draft: Draft;
  readonly name: CanonicalName;
  readonly header: string;
}

/** How sure the proposal was, and the place of a column among joined ones; what a person chose needs no remark. */
function Certainty({ draft, name, header }: CertaintyProps) {
  const proposed = headersOf(draft.preview.proposal.columns[name]).includes(header);
  const confidence = draft.preview.confidence[name];
  return (
    <span className="row wrap tight">
      <JoinedPart draft={draft} name={name} header={header} />
      {!proposed || confidence === undefined ? null : confidence >= sureFrom ? (
        <span className="note nowrap">{t('data.sure')}</span>
      ) : (
        <span className="tag warn nowrap">{t('data.unsure', { share: rate(confidence) })}</span>
      )}
    </span>
  );
}

/** The place of a column among those joined with it, or among alternatives; which of the two they are can be changed. */
function JoinedPart({ draft, name, header }: CertaintyProps) {
  const alternatives = alternativesOf(draft.mapping.columns[name]);
  const headers = headersOf(draft.mapping.columns[name]);
  if (headers.length < 2) return null;
  const apart = alternatives.length > 1;
  const at = apart ? alternatives.findIndex((one) => one.includes(header)) : headers.indexOf(header);
  const next = alternatives[at + 1]?.join(' + ');
  const parts = apart ? alternatives.length : headers.length;
  const told = { part: at + 1, parts };
  return (
    <>
      {!apart ? (
        <span className="tag">{t('data.joinedPart', told)}</span>
      ) : (
        <span className="tag wrapping">
          {next === undefined
            ? t('data.alternativeLast', told)
            : t('data.alternative', { ...told, header: (alternatives[at] ?? []).join(' + '), next })}
        </span>
      )}
      {at === 0 ? null : (
        <Button
          look="quiet"
          small
          icon="up"
          aria-label={t(apart ? 'data.alternativeFirst' : 'data.joinFirst', { name: header })}
          onClick={() => changeMapping((mapping) => putFirst(mapping, name, header))}
        />
      )}
      {at !== 0 || alternatives.some((one) => apart && one.length > 1) ? null : (
        <Button small look="quiet" onClick={() => changeMapping((mapping) => setAlternatives(mapping, name, !apart))}>
          {t(apart ? 'data.joinInstead' : 'data.alternativesInstead')}
        </Button>
      )}
    </>
  );
}
