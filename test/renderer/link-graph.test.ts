import { describe, expect, it } from 'vitest';
import type { GraphKey, GraphOrder, OrderGraph } from '../../analysis/model/order-graph.ts';
import { textsOfPicture } from '../../analysis/model/picture.ts';
import { targetPresets } from '../../analysis/model/target.ts';
import { readPicture } from '../../analysis/report/read-picture.ts';
import { degrees, shownOf, timesOf } from '../../renderer/links/graph-model.ts';
import { graphSvg } from '../../renderer/links/graph-picture.ts';
import { sketchOf } from '../../renderer/links/graph-sketch.ts';
import { looksIn } from '../../renderer/links/graph-words.ts';
import { lookOf, looksOf, colourings } from '../../renderer/links/looks.ts';

const order = (seq: number, expanded = false): GraphOrder => ({
  ...{ seq, orderId: `o${seq}`, mask: `m${seq}`, time: seq * 1000, amount: 100, currency: 'JPY' },
  ...{ result: null, state: 'good', expanded },
});
const key = (id: string, hub = false): GraphKey => ({
  ...{ id, column: 'device_key', seq: 0, kind: 'device', value: id, mask: id },
  ...{ orders: 9, persons: 9, hub, opened: true },
});
/** Order 2 shares a device with orders 1 and 3, and a hub with 4. */
const graph: OrderGraph = {
  orders: [order(2, true), order(1), order(3), order(4)],
  keys: [key('a'), key('hub', true)],
  edges: [
    ...[2, 1, 3].map((seq) => ({ order: seq, key: 'a', columns: ['device_key'] })),
    ...[2, 4].map((seq) => ({ order: seq, key: 'hub', columns: ['device_key'] })),
  ],
  outside: { orders: 0, keys: 0, expanded: 0 },
  full: false,
  hubPersons: 30,
};
const seqs = (asked: Parameters<typeof shownOf>[1]) => {
  const { orders, keys, edges } = shownOf(graph, asked);
  return [orders.map(({ seq }) => seq), keys.map(({ id }) => id), edges.length];
};

describe('what of a link graph is on screen', () => {
  it('is all of it, or without hubs and the orders that they alone brought', () => {
    expect(seqs({ until: null, hideHubs: false })).toEqual([[2, 1, 3, 4], ['a', 'hub'], 5]);
    expect(seqs({ until: null, hideHubs: true })).toEqual([[2, 1, 3], ['a'], 3]);
  });

  it('is what there was at a time: a value comes with its first order, the start with its own', () => {
    expect(timesOf(shownOf(graph, { until: null, hideHubs: false }))).toEqual([1000, 2000, 3000, 4000]);
    expect(seqs({ until: 999, hideHubs: false })).toEqual([[], [], 0]);
    expect(seqs({ until: 1000, hideHubs: false })).toEqual([[1], ['a'], 1]);
    expect(seqs({ until: 2000, hideHubs: false })).toEqual([[2, 1], ['a', 'hub'], 3]);
    expect(seqs({ until: 4000, hideHubs: true })).toEqual([[2, 1, 3], ['a'], 3]);
  });

  it('is counted by its own edges', () => {
    const { ofOrder, ofKey } = degrees(shownOf(graph, { until: 3000, hideHubs: false }));
    expect([[...ofOrder], [...ofKey]]).toEqual([
      [
        [2, 2],
        [1, 1],
        [3, 1],
      ],
      [
        ['a', 3],
        ['hub', 1],
      ],
    ]);
  });
});

describe('looks of orders', () => {
  it('tell every class apart without colour', () => {
    for (const by of colourings) {
      const all = looksOf(by);
      expect(new Set(all.map(({ shape, line }) => `${shape} ${line}`)).size).toBe(all.length);
      expect(new Set(all.map(({ fill, border }) => `${fill} ${border}`)).size).toBe(all.length);
    }
    expect(lookOf({ ...order(1), state: 'bad' }, 'outcome').name).toBe('bad');
    expect(lookOf({ ...order(1), result: 'NG' }, 'result').name).toBe('NG');
    expect(lookOf(order(1), 'result').name).toBe('none');
  });
});

describe('the picture of a link graph that is pinned', () => {
  const places = ['order 2', 'order 1', 'order 3', 'key a'].map((id, n) => ({
    id,
    x: 500 + 60 * n,
    y: -300,
    size: 18,
  }));
  const start = { seq: 2, entity: false };
  const named: OrderGraph = { ...graph, keys: [{ ...key('a'), value: 'taro@example.jp', mask: '0123456789ab@●' }] };
  const shown = shownOf(named, { until: 3000, hideHubs: true });
  const looks = looksIn(named, 'outcome', start);
  const [target] = targetPresets;
  if (target === undefined) throw new Error('no target');
  const sketch = sketchOf({ shown, start, looks, by: 'outcome', target, places });

  it('has what is shown where it lies, tied as it is, with masks in the place of values', () => {
    expect(sketch.nodes.map(({ at: [x], kind, begins, lines }) => [x, kind, begins, lines.at(-1)])).toEqual([
      [680, 'key', false, '0123456789ab@●'],
      [500, 'order', true, 'm2'],
      [560, 'order', false, undefined],
      [620, 'order', false, undefined],
    ]);
    expect(sketch.edges.map(([[from], [to]]) => [from, to])).toEqual([
      [500, 680],
      [560, 680],
      [620, 680],
    ]);
    expect(JSON.stringify(sketch)).not.toMatch(/taro|"o\d"/);
  });

  it('is a picture of the kind that is kept, in the colours that are asked for, no larger than what lies in it', () => {
    const paint = { font: "system-ui, 'Segoe UI'", width: (text: string, size: number) => text.length * size };
    const { svg, width, height } = graphSvg(sketch, { ...paint, colours: (token) => `of-${token}` });
    const read = readPicture(svg);
    expect(textsOfPicture(read)).toEqual(
      expect.arrayContaining(['0123456789ab@●', 'm2', ...sketch.legend.map(({ word }) => word)]),
    );
    expect(svg).toContain('of-good');
    expect([width < 700, height < 200]).toEqual([true, true]);
  });
});
