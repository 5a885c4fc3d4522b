/** User agents of ordinary buyers. */
export const userAgents: readonly string[] = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/15.6.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 Edg/136.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
  'Mozilla/5.0 (Linux; Android 14; SO-51D) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/135.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0',
];

/** User agents of scripted browsers: card testing, and the purchasing robots of a few companies. */
export const scriptedAgents: readonly string[] = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/136.0.0.0 Safari/537.36',
  'python-requests/2.32.3',
];

/** Mail domains of ordinary buyers with their weight. */
export const mailDomains: readonly { readonly value: string; readonly weight: number }[] = [
  { value: 'gmail.com', weight: 40 },
  { value: 'yahoo.co.jp', weight: 18 },
  { value: 'icloud.com', weight: 14 },
  { value: 'docomo.ne.jp', weight: 10 },
  { value: 'ezweb.ne.jp', weight: 6 },
  { value: 'i.softbank.jp', weight: 4 },
  { value: 'outlook.jp', weight: 4 },
  { value: 'nifty.com', weight: 2 },
  { value: 'ocn.ne.jp', weight: 2 },
];

/** Throw-away mail domains, as strings only. */
export const disposableDomains: readonly string[] = [
  'mailinator.com',
  'yopmail.com',
  'guerrillamail.com',
  'sutemail.example',
];
