import type { personal as japanese } from '../ja/personal.ts';

export const personal: Record<keyof typeof japanese, string> = {
  'personal.title': 'Personal values',
  'personal.mark': 'Masked',
  'personal.markHint': 'Personal values are masked. Press to show them.',
  'personal.show': 'Show personal values',
  'personal.mask': 'Mask personal values',
  'personal.isMasked': 'Masked (for sales, demos, shared screens)',
  'personal.isShown': 'Shown (for analysis)',
  'personal.hint': 'Holds for this user of this machine, in every project. Masked unless chosen otherwise.',
  'personal.showTitle': 'Show personal values?',
  'personal.showBody':
    'Names, addresses, phone numbers, mail addresses, order ids and the like will be shown as they are: on screen, in copies and in CSV files.',
  'personal.showWarning':
    'Make sure that the screen is not being shared or projected, and that nobody else can see it.',
  'personal.busy': 'The switch is possible once the computing is done.',
};
