import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react';
import { basisOf, type AllAssumptions, type Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { productOf, type Factor, type Product, type YenLine } from '../../../analysis/model/results/money.ts';
import { opensOf } from '../../../analysis/model/results/opened.ts';
import { ofPurchases, pickedFrom, type Cells, type Measure } from '../../../analysis/model/results/tally.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../../analysis/model/target.ts';
import { count, minorPerMajor, money, plain, rate } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { Popover } from '../../parts/popover.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import type { OpenDecided } from '../alert-results.ts';
import type { Net } from './nets.ts';
import { assumptionTitle, assumptionValue, texts, yenName } from './words.ts';

export interface FormulaProps {
  readonly line: YenLine;
  /** Of a sum of lines. */
  readonly parts?: readonly YenLine[];
  readonly result: Judged;
  readonly given: Assumptions;
  readonly cells: Cells;
  /** Null where no orders are those of a factor: of a change, or a mean of several. */
  readonly open: OpenDecided | null;
  /** What is written for the value; the whole amount where nothing is given. */
  readonly text?: string;
  /** How the figure is made of the sum. */
  readonly net?: Net;
}

type Judged = Pick<BacktestResult, 'target' | 'currency'>;

/** What the formula is of. */
const titleOf = ({ line, net, result }: Pick<FormulaProps, 'line' | 'net' | 'result'>): string =>
  net === undefined ? yenName(result.target, line.name) : t(`money.${net.name}`);

/** A figure in money that opens how it is made, down to the orders. */
export function Formula(props: FormulaProps) {
  const { line, result, text } = props;
  return (
    <FormulaButton name={titleOf(props)} text={text ?? money(Math.round(line.value), result.currency)}>
      {() => <FormulaBody title={titleOf(props)} {...props} />}
    </FormulaButton>
  );
}

export interface FormulaButtonProps {
  /** Of the figure. */
  readonly name: string;
  readonly text: string;
  /** Made only once it is opened. */
  readonly children: () => ReactNode;
}

/** A figure that opens how it is made. */
export function FormulaButton({ name, text, children }: FormulaButtonProps) {
  const [shown, setShown] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="figure-open"
        aria-expanded={shown}
        title={t('money.formulaOf', { name })}
        onClick={() => setShown(!shown)}
      >
        {text}
      </button>
      {shown ? (
        <Popover anchor={anchor} onClose={() => setShown(false)} label={t('money.formulaOf', { name })}>
          <Opened>{children()}</Opened>
        </Popover>
      ) : null}
    </>
  );
}

function Opened({ children }: { readonly children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  // So that Escape closes it and Tab goes on inside.
  useEffect(() => body.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={body} className="formula" tabIndex={-1}>
      {children}
    </div>
  );
}

export interface FormulaBodyProps extends Omit<FormulaProps, 'text'> {
  readonly title: string;
  /** Parts with what each is made of. */
  readonly whole?: boolean;
}

/** A formula: what a sum is made of, factor by factor, down to the orders. */
export function FormulaBody({ title, line, parts = [], net, result, given, cells, open, whole }: FormulaBodyProps) {
  const amount = (minor: number) => money(Math.round(minor), result.currency);
  const inside = { result, given, cells, open };
  return (
    <>
      <h3>{title}</h3>
      {line.products.length === 0 && parts.length === 0 ? <p className="note">{t('money.nothing')}</p> : null}
      <table className="table">
        {parts.map((part) => (
          <Fragment key={part.name}>
            <tbody>
              <tr>
                <th scope="row">{yenName(result.target, part.name)}</th>
                <td className="num">{amount(part.value)}</td>
                <td>
                  <LineOrders {...{ line: part, cells, open }} />
                </td>
              </tr>
            </tbody>
            {whole === true ? (
              <Products products={part.products.filter(something)} sign={part.sign} {...inside} />
            ) : null}
          </Fragment>
        ))}
        <Products products={line.products} {...inside} />
        <tbody>
          <tr className="total">
            <th scope="row">{t(line.sign < 0 ? 'money.sumLess' : 'money.sum')}</th>
            <td className="num">{amount(line.value)}</td>
            <td>
              <LineOrders {...{ line, cells, open }} />
            </td>
          </tr>
          {net === undefined || net.value === null || net.name === 'net' ? null : (
            <tr className="total">
              <th scope="row">{net.of}</th>
              <td className="num">{amount(net.value)}</td>
              <td />
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

/** Products of orders that are not there say nothing beside others. */
const something = (product: Product): boolean =>
  product.some((factor) => factor.from === 'orders' && factor.value !== 0);

interface ProductsProps extends Pick<FormulaProps, 'result' | 'given' | 'cells' | 'open'> {
  readonly products: YenLine['products'];
  /** With which they stand in what they are part of; the sum below says it where there is none. */
  readonly sign?: YenLine['sign'];
}

function Products({ products, sign = 1, result, given, cells, open }: ProductsProps) {
  return products.map((product, at) => (
    // Products have no names; their order never changes.
    <tbody key={at}>
      {product.map((factor, place) => (
        <tr key={place}>
          <th scope="row">
            {place === 0 ? (sign < 0 ? '− ' : '') : factor.from === 'unit' ? '÷ ' : '× '}
            <FactorName {...{ factor, result }} />
          </th>
          <td className="num">
            <FactorValue {...{ factor, result, cells, open }} />
          </td>
          <td>
            {factor.from === 'assumption' ? (
              <BasisTag {...{ given }} name={factor.name} currency={result.currency} />
            ) : null}
          </td>
        </tr>
      ))}
      <tr className="total">
        <th scope="row">=</th>
        <td className="num">{money(Math.round(sign * productOf(product)), result.currency)}</td>
        <td />
      </tr>
    </tbody>
  ));
}

/** The orders that a line is made of; every attempt is one. */
function LineOrders({ line: { linear }, cells, open }: Pick<FormulaProps, 'line' | 'cells' | 'open'>) {
  if (open === null) return null;
  const { results: rows, states } = opensOf(linear);
  const orders = pickedFrom(cells, { results: rows, states, measure: 'orders' });
  if (orders === 0) return null;
  return (
    <OrdersButton count={orders} onOpen={() => open(rows, states)}>
      <span className="note">{t('money.opensOrders', { count: count(orders) })}</span>
    </OrdersButton>
  );
}

function FactorName({ factor, result: { target } }: { readonly factor: Factor; readonly result: Judged }) {
  switch (factor.from) {
    case 'orders': {
      const { results: rows, states, measure } = factor.picked;
      const decided = rows.length === results.length ? t('money.allResults') : together(rows);
      const state =
        states.length === outcomeStates.length
          ? t('money.allStates')
          : together(states.map((one) => outcomeWord(target, one)));
      return <>{t('money.picked', { decided, state, measure: texts().measures[measure] })}</>;
    }
    case 'assumption': {
      const name = assumptionTitle(target, factor.name);
      return <>{factor.rest === true ? t('money.rest', { name }) : name}</>;
    }
    case 'queue':
      return <>{t(`money.${factor.name}`)}</>;
    case 'unit':
      return <>{t('money.minutesPerHour')}</>;
  }
}

const together = (words: readonly string[]): string => words.join(language.get() === 'ja' ? '・' : ', ');

interface FactorValueProps {
  readonly factor: Factor;
  readonly result: Judged;
  readonly cells: Cells;
  readonly open: FormulaProps['open'];
}

/** A mean of several orders of asking has parts of an order. */
const many = (value: number): string => (Number.isInteger(value) ? count(value) : plain(Number(value.toFixed(2))));

/** How many of a measure there are. */
function amountOf(measure: Measure, value: number, currency: string): string {
  if (/amount|loss/i.test(measure)) return money(Math.round(value), currency);
  if (measure === 'customers') return t('money.customersOf', { count: plain(Number(value.toFixed(2))) });
  if (measure.startsWith('charges')) return t('money.chargebacks', { count: many(value) });
  return t(ofPurchases(measure) ? 'money.purchases' : 'common.orders', { count: many(value) });
}

function FactorValue({ factor, result: { currency }, cells, open }: FactorValueProps) {
  switch (factor.from) {
    case 'orders': {
      const { results: rows, states, measure } = factor.picked;
      const text = amountOf(measure, factor.value, currency);
      if (open === null) return <>{text}</>;
      const orders = pickedFrom(cells, { results: rows, states, measure: 'orders' });
      const opened = () => open(rows, states);
      if (!ofPurchases(measure))
        return (
          <OrdersButton count={orders} onOpen={opened}>
            {text}
          </OrdersButton>
        );
      // Retries are orders of their own, and may be decided otherwise than their purchase.
      return (
        <>
          {text}
          {orders === 0 ? null : (
            <>
              <br />
              <OrdersButton count={orders} onOpen={opened}>
                <span className="note">{t('money.opensOrders', { count: count(orders) })}</span>
              </OrdersButton>
            </>
          )}
        </>
      );
    }
    case 'assumption': {
      const { name, value } = factor;
      const major = name === 'customerValue' || name === 'chargebackFee' || name === 'hourlyWage';
      return <>{assumptionValue(name, major ? value / minorPerMajor(currency) : value, currency)}</>;
    }
    case 'queue':
      return <>{rate(factor.value)}</>;
    case 'unit':
      return <>{count(factor.value)}</>;
  }
}

interface BasisTagProps {
  readonly given: Assumptions;
  readonly name: keyof AllAssumptions;
  readonly currency: string;
}

/** Where an assumption comes from. */
export function BasisTag({ given, name, currency }: BasisTagProps) {
  const basis = basisOf(given, name, currency);
  return (
    <span className={`tag ${basis === 'assumed' || basis === 'missing' ? 'warn' : ''}`}>{texts().bases[basis]}</span>
  );
}
