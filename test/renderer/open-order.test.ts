import { describe, expect, it } from 'vitest';
import { openOrder, orderParam } from '../../renderer/orders/open-order.ts';

describe('the order that the address opens', () => {
  const before = { dataVersion: 'v1@a' };

  it('is the one it was made for, as long as the data is the same', () => {
    expect(openOrder(orderParam(0, before), before)).toBe(0);
    expect(openOrder(orderParam(812, before), before)).toBe(812);
  });

  it('is no other one after an import has numbered the orders anew', () => {
    expect(openOrder(orderParam(812, before), { dataVersion: 'v2' })).toBeNull();
  });

  it.each([undefined, '', '12', 'x@v1@a', '-1@v1@a', '1.5@v1@a', ' 1@v1@a'])('%j opens none', (param) => {
    expect(openOrder(param, before)).toBeNull();
  });
});
