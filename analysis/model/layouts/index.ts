import { z } from 'zod';
import { carts } from './carts.ts';
import { japan } from './japan.ts';
import { layoutSchema, type Layout } from './layout.ts';
import { oplux } from './oplux.ts';
import { salesforce } from './salesforce.ts';
import { woocommerce } from './woocommerce.ts';

export type { Layout };
export { layoutMapping, missingHeaders, recognised } from './apply.ts';

/** The published layouts files are recognised by. */
export const layouts: readonly Layout[] = z
  .array(layoutSchema)
  .parse([...carts, ...japan, ...woocommerce, ...salesforce, ...oplux]);

/** The layout of that id, or undefined. */
export const layoutNamed = (id: string): Layout | undefined => layouts.find((layout) => layout.id === id);
