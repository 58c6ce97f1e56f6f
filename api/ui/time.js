// Moments as the documents write them: Swedish local time, `2026-11-23T08:14` with or without seconds and offset.

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?/;

/** Seconds on the wall clock; null for what is no moment. */
export function wall(text) {
  const m = FORM.exec(text ?? '');
  return m === null ? null : Date.UTC(+m[1], +m[2] - 1, +m[3], +m[4], +m[5], +(m[6] ?? 0)) / 1000;
}

/** A moment, or a time of day on `date`, as seconds on the wall clock. */
export const wallOn = (date, text) => wall(text) ?? wall(`${date}T${text}`);

export const dateOf = (text) => (text ?? '').slice(0, 10);
export const clock = (text) => (FORM.test(text ?? '') ? text.slice(11, 16) : text ?? '');

const two = (n) => String(n).padStart(2, '0');
export function clockOf(seconds) {
  const minutes = Math.floor((((seconds % 86400) + 86400) % 86400) / 60);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** One decimal, as the language writes it. */
export const decimal = (number, locale) => number.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Hours with one decimal once they are many: `41.7 h`. */
export function longDuration(seconds, locale) {
  if (seconds < 36000) return duration(seconds);
  return `${(seconds / 3600).toLocaleString(locale, { maximumFractionDigits: 1 })} h`;
}

/** `12 min`, `1 h 05 min`. */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
