import type { reimport as ja } from '../ja/reimport.ts';

export const reimport: Record<keyof typeof ja, string> = {
  'reimport.title': 'Beside the orders already here',
  'reimport.inserted': 'New',
  'reimport.updated': 'Updated',
  'reimport.unchanged': 'Unchanged',
  'reimport.conflicting': 'Contradicting',
  'reimport.share': '{share} of {accepted} accepted',
  'reimport.parts': '{inserted} new, {updated} updated, {unchanged} unchanged',
  'reimport.conflictNote': 'rejected',
  'reimport.note':
    'Rows were compared with the orders of the same ID. Blank cells and columns that are not mapped keep what was there. Rows with another order time, currency or amount contradict their order: they were rejected and the order stays.',
  'reimport.column': 'Updated column',
  'reimport.filled': 'Orders filled in',
  'reimport.changed': 'Orders changed',
  'reimport.label': "The file's label",
  'reimport.removeNote':
    'An order belongs to the file that first brought it. Orders this file updated keep the update; orders it brought go even where a later file updated them.',
};
