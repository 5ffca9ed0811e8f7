/* Days as milliseconds at midnight UTC, and dates of rows in words. A date of a row is {best, from, to, basis, reasons}. */

export const DAY = 864e5;

export function dayOf(text) {
  if (!text) return null;
  const [y, m = 1, d = 1] = text.split('-').map(Number);
  const t = new Date(0);
  t.setUTCFullYear(y, m - 1, d);
  return t.getTime();
}

/* The last day of what was typed: 2017 is all of it, 2017-07 the whole month. */
export function lastDayOf(text) {
  const [y, m, d] = text.split('-').map(Number);
  if (d) return dayOf(text);
  const t = new Date(0);
  if (m) t.setUTCFullYear(y, m, 0);
  else t.setUTCFullYear(y, 11, 31);
  return t.getTime();
}

export const isDate = text => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text);

export const iso = t => new Date(t).toISOString().slice(0, 10);

/* {t, from, to}: where a row stands in time; t is null where nothing is known. */
export function placeInTime(date) {
  if (!date) return { t: null, from: null, to: null };
  const best = dayOf(date.best), from = dayOf(date.from), to = dayOf(date.to);
  const t = best ?? (from !== null && to !== null ? from + Math.round((to - from) / 2 / DAY) * DAY : from ?? to);
  return { t, from: from ?? t, to: to ?? t };
}

function wholeMonths(from, to) {
  const end = new Date(dayOf(to) + DAY);
  return from.endsWith('-01') && end.getUTCDate() === 1;
}

/* As the command prints it: 2021-09-24, 2021-09-24/25, 2021-09, 2021, ..2021-09-24. */
export function dateWords(date) {
  if (!date) return 'no date';
  const from = date.from ?? (date.to ? null : date.best), to = date.to ?? (date.from ? null : date.best);
  if (!from && !to) return 'no date';
  if (!from) return `until ${to}`;
  if (!to) return `since ${from}`;
  if (from === to) return from;
  if (wholeMonths(from, to)) {
    if (from.slice(0, 4) === to.slice(0, 4) && from.slice(5, 7) === '01' && to.slice(5, 7) === '12') return from.slice(0, 4);
    if (from.slice(0, 7) === to.slice(0, 7)) return from.slice(0, 7);
  }
  if (from.slice(0, 7) === to.slice(0, 7)) return `${from}/${to.slice(8)}`;
  if (from.slice(0, 4) === to.slice(0, 4)) return `${from}/${to.slice(5)}`;
  return `${from}/${to}`;
}
