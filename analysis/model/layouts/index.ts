import { z } from 'zod';
import { carts } from './carts.ts';
import { generalLayouts } from './general.ts';
import { japan } from './japan.ts';
import { layoutSchema, type Layout } from './layout.ts';
import { oplux } from './oplux.ts';
import { salesforce } from './salesforce.ts';
import { woocommerce } from './woocommerce.ts';

export type { Layout };
export { layoutMapping, missingHeaders, recognised } from './apply.ts';
export { generalLayouts, generalNamed, lackingOf, type GeneralLayout } from './general.ts';

/** The published layouts files are recognised by. */
export const layouts: readonly Layout[] = z
  .array(layoutSchema)
  .parse([...carts, ...japan, ...woocommerce, ...salesforce, ...oplux]);

/** The layout of that id, or undefined. */
export const layoutNamed = (id: string): Layout | undefined => layouts.find((layout) => layout.id === id);

/** What the command line calls every layout, published ones first. */
export const presetIds: readonly string[] = [...layouts, ...generalLayouts].map(({ id }) => id);
