import { outcomeColumns } from '../../analysis/model/mapping.ts';
import { purchaseWindow } from '../../analysis/model/outcome-match.ts';
import { t } from '../i18n/index.ts';
import { HeaderChoosers } from './header-choosers.tsx';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { GeneralLayoutField } from './general-layout-field.tsx';
import {
  asChargebacks,
  mayBeResults,
  openOutcomesDraft,
  tellsAnOrder,
  type OutcomeColumn,
  type OutcomesDraft,
} from './outcomes-draft.ts';

/** What a list of outcomes usually has. */
const usual: ReadonlySet<OutcomeColumn> = new Set([
  'event_id',
  'transaction_id',
  'reported_at',
  'reason',
  'amount',
  'kind',
]);

/** Columns of days, with a clock or without. */
const times: readonly OutcomeColumn[] = ['reported_at', 'purchased_at', 'due_at'];

export interface OutcomeChoosersProps {
  readonly outcomes: OutcomesDraft;
  readonly onChange: (outcomes: OutcomesDraft) => void;
  /** The list is one of screening results, to be taken in as such now or, `resultsLater`, once there are orders. */
  readonly onResults: () => void;
  readonly resultsLater?: boolean;
}

/** Which header of the list holds what. */
export function OutcomeChoosers({ outcomes, onChange, onResults, resultsLater = false }: OutcomeChoosersProps) {
  const { file, preview, columns } = outcomes;
  const several = (file.more?.length ?? 0) > 0;
  const tells = tellsAnOrder(outcomes);
  const choosers = (names: readonly OutcomeColumn[]) => (
    <HeaderChoosers
      preview={preview}
      names={names.map((name) => [name, t(`data.outcome.${name}`)] as const)}
      columns={columns}
      times={times}
      timezone={outcomes.timezone}
      invalid={(name) => name === 'event_id' && !tells}
      onChoose={(name, source) => onChange({ ...outcomes, columns: { ...columns, [name]: source } })}
    />
  );
  // What most lists have, and what this one was found to have, stands open.
  const isOpen = (name: OutcomeColumn) => usual.has(name) || preview.columnsFound[name] !== undefined;
  const others = outcomeColumns.filter((name) => !isOpen(name));
  return (
    <>
      <GeneralLayoutField
        as="outcomes"
        layout={outcomes.layout}
        open={(layout) => openOutcomesDraft(file, { columns: {}, file: outcomes.reading, layout })}
        onChange={onChange}
      />
      {!mayBeResults(outcomes) ? null : (
        <Callout kind="warn">
          <p>
            {t('recorded.looksSo')} {several ? t('recorded.oneByOne') : null}
          </p>
          <div className="row wrap">
            {several ? null : (
              <Button small onClick={onResults}>
                {t(resultsLater ? 'recorded.afterOrders' : 'recorded.asResults')}
              </Button>
            )}
            <Button small onClick={() => onChange(asChargebacks(outcomes))}>
              {t('recorded.asChargebacks')}
            </Button>
          </div>
        </Callout>
      )}
      <p className="note">{t('data.outcomeKeysNote', purchaseWindow)}</p>
      {choosers(outcomeColumns.filter(isOpen))}
      {others.length === 0 ? null : (
        <details open={others.some((name) => columns[name] !== null)}>
          <summary>{t('data.outcomeOthers', { count: others.length })}</summary>
          {choosers(others)}
        </details>
      )}
      {columns.reported_at === null ? <p className="note">{t('data.outcomesUndated')}</p> : null}
    </>
  );
}
