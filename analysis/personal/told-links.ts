import type { NearPair, NearSide, NearState } from '../model/near.ts';
import type { Masks } from './masks.ts';

export function nearState(state: NearState, masks: Masks): NearState {
  const { report } = state;
  return { ...state, report: { ...report, skipped: report.skipped.map((one) => hubKey(one, masks)) } };
}

export const nearPair = (pair: NearPair, masks: Masks): NearPair => ({
  ...pair,
  sides: [nearSide(pair.sides[0], masks), nearSide(pair.sides[1], masks)],
});

function nearSide(side: NearSide, { mask }: Masks): NearSide {
  const text = (column: string, value: string | null): string | null =>
    value === null ? null : String(mask(column, value));
  return {
    ...side,
    order: String(mask('event_id', side.order)),
    name: text('buyer_name', side.name),
    kana: text('buyer_kana', side.kana),
    address: text('buyer_address', side.address),
    phone: text('phone', side.phone),
    email: text('email', side.email),
  };
}

export const hubKey = <T extends { readonly first: string }>(hub: T, { mask }: Masks): T => ({
  ...hub,
  first: String(mask('event_id', hub.first)),
});
