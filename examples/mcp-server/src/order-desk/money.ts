/** Amounts are whole numbers of a currency's minor unit (ISO 4217); this writes them for people. */

/** `12990, 'EUR'` → `129.90 EUR`; `12990, 'JPY'` → `12990 JPY`. */
export function formatMoney(amountMinor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
}
