import { useState } from 'react';
import type { Filter } from '../../../analysis/model/filter.ts';
import { allocations, mostSampled, type Allocation, type ReviewDesign } from '../../../analysis/model/review-sample.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { count, points } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { useLatest } from '../../state/request.ts';
import { attempt } from '../../state/toasts.ts';
import { drawSample } from './sample-store.ts';
import { stratumText } from './stratum-text.ts';

export interface DrawSampleProps {
  readonly ruleSet: RuleSet;
  readonly filter: Filter;
  readonly onClose: () => void;
}

/** What is typed; numbers as text until they are whole. */
interface Form {
  readonly by: 'orders' | 'halfWidth';
  readonly orders: string;
  readonly halfWidth: string;
  readonly allocation: Allocation;
  readonly alerted: string;
  readonly passed: string;
  readonly seed: string;
}

const first: Form = {
  by: 'orders',
  orders: '200',
  halfWidth: '7',
  allocation: 'equal',
  alerted: '30',
  passed: '0.5',
  seed: '1',
};

/** Null while something typed cannot be meant. */
function designOf(form: Form): ReviewDesign | null {
  const within = (text: string, least: number, most: number): number | null => {
    const value = Number(text);
    return text.trim() !== '' && value >= least && value <= most ? value : null;
  };
  const orders = within(form.orders, 1, mostSampled);
  const halfWidth = within(form.halfWidth, 0.5, 50);
  const [alerted, passed] = [within(form.alerted, 0.01, 99.99), within(form.passed, 0.01, 99.99)];
  const seed = form.seed.trim();
  if (alerted === null || passed === null || seed === '' || seed.length > 64) return null;
  const rest = { allocation: form.allocation, assumed: { alerted: alerted / 100, passed: passed / 100 }, seed };
  if (form.by === 'orders')
    return orders === null || !Number.isInteger(orders) ? null : { size: { kind: 'orders', orders }, ...rest };
  return halfWidth === null ? null : { size: { kind: 'halfWidth', halfWidth: halfWidth / 100 }, ...rest };
}

/** The plan is shown while the person still chooses: what each stratum gives, and how precise it will be. */
export function DrawSample({ ruleSet, filter, onClose }: DrawSampleProps) {
  const [form, setForm] = useState(first);
  const [drawing, setDrawing] = useState(false);
  const design = designOf(form);
  const request = design === null ? null : { ruleSet, filter, design };
  const plan = useLatest('reviewSample.plan', request, JSON.stringify(design));
  const ready = request !== null && plan.fresh && plan.value !== null;
  const draw = () =>
    attempt(async () => {
      if (request === null) return;
      setDrawing(true);
      try {
        await drawSample(request);
        onClose();
      } finally {
        setDrawing(false);
      }
    });
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button look="primary" disabled={!ready || drawing} onClick={draw}>
        {t('sample.drawDo', { count: ready && plan.value ? count(plan.value.drawn) : '–' })}
      </Button>
    </>
  );
  return (
    <Dialog title={t('sample.drawTitle')} onClose={onClose} buttons={buttons} wide>
      <div className="sample-draw">
        <DesignFields form={form} onChange={setForm} valid={design !== null} />
        <section className="sample-plan" aria-label={t('sample.plan')} aria-busy={plan.busy}>
          {plan.failure ? <FailureCallout failure={plan.failure} /> : null}
          {plan.value === null ? null : (
            <div className={ready ? '' : 'old-figures'}>
              <p>{t('sample.planSize', { rows: count(plan.value.rows), drawn: count(plan.value.drawn) })}</p>
              {plan.value.halfWidth === null ? null : (
                <p className="note">{t('sample.planWidth', { width: points(plan.value.halfWidth) })}</p>
              )}
              <div className="scroll sample-strata" tabIndex={0} role="region" aria-label={t('sample.plan')}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{t('rule.result')}</th>
                      <th scope="col">{t('sample.stratum')}</th>
                      <th scope="col" className="num">
                        {t('sample.column.orders')}
                      </th>
                      <th scope="col" className="num">
                        {t('sample.column.drawn')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {plan.value.strata.map((stratum, at) => (
                      <tr key={at}>
                        <td>
                          <ResultTag result={stratum.result} />
                        </td>
                        <th scope="row">{stratumText(stratum, ruleSet)}</th>
                        <td className="num">{count(stratum.orders)}</td>
                        <td className="num">{count(stratum.drawn)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </div>
          )}
        </section>
      </div>
    </Dialog>
  );
}

interface DesignFieldsProps {
  readonly form: Form;
  readonly onChange: (form: Form) => void;
  readonly valid: boolean;
}

function DesignFields({ form, onChange, valid }: DesignFieldsProps) {
  const set = (change: Partial<Form>) => onChange({ ...form, ...change });
  const field = (name: 'orders' | 'halfWidth' | 'alerted' | 'passed' | 'seed', label: string, numeric = true) => (
    <label className="field">
      <span className="label">{label}</span>
      <input
        className="input small"
        inputMode={numeric ? 'decimal' : 'text'}
        value={form[name]}
        aria-invalid={!valid && designOf({ ...first, by: form.by, [name]: form[name] }) === null}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <div className="stack">
      <fieldset className="choices">
        <legend className="label">{t('sample.size')}</legend>
        {(['orders', 'halfWidth'] as const).map((by) => (
          <label key={by} className="row">
            <input type="radio" name="sample-size" checked={form.by === by} onChange={() => set({ by })} />
            {t(by === 'orders' ? 'sample.sizeOrders' : 'sample.sizeWidth')}
          </label>
        ))}
      </fieldset>
      {form.by === 'orders' ? field('orders', t('sample.orders')) : field('halfWidth', t('sample.halfWidth'))}
      <label className="field">
        <span className="label">{t('sample.allocation')}</span>
        <select
          className="select small"
          value={form.allocation}
          onChange={(event) => set({ allocation: allocations.find((one) => one === event.target.value) ?? 'equal' })}
        >
          {(['equal', 'proportional', 'neyman'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`sample.allocation.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {field('alerted', t('sample.assumedAlerted'))}
      {form.allocation === 'neyman' ? field('passed', t('sample.assumedPassed')) : null}
      <p className="note">{t('sample.assumedNote')}</p>
      {field('seed', t('sample.seed'), false)}
      <p className="note">{t('sample.seedNote')}</p>
    </div>
  );
}
