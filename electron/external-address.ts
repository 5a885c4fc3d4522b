/** Hosts a person may be sent to, in the system's browser and over https only. */
const allowedHosts: readonly string[] = ['duckdb.org', 'cel.dev', 'github.com'];

export function isAllowedExternal(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.protocol !== 'https:') return false;
  return url.username === '' && url.password === '' && url.port === '' && allowedHosts.includes(url.hostname);
}
