// Ordering a plan, and following it while it is made.
import * as api from './api.js';
import { byId, el, svg } from './elements.js';
import { decimal, duration } from './time.js';

/** Longer files are handed in as they are: a text field of megabytes is slow, and nobody reads it. */
const SHOWN = 100_000;

/** The text of a file too long to show, if one was chosen. */
let unseen = null;

export function setUpOrder(state, done, begin) {
  const dialog = byId('order');
  byId('order-again').addEventListener('change', showSource);
  byId('order-close').addEventListener('click', () => dialog.close());
  byId('order-file').addEventListener('change', async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    const text = await file.text();
    unseen = text.length > SHOWN ? text : null;
    byId('order-text').value = unseen === null ? text : '';
    byId('order-errors').replaceChildren();
    byId('order-file-name').textContent = unseen === null ? '' : state.words.asItIs(file.name, decimal(file.size / 1e6, state.words.locale));
  });
  byId('order-text').addEventListener('input', () => {
    unseen = null;
    byId('order-file-name').textContent = '';
  });
  byId('order-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = byId('order-send');
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = state.words.sending;
    const options = chosen(state);
    const sent = await send(state, options).catch((error) => {
      showErrors(error, state.words);
      byId('order-errors').scrollIntoView({ block: 'nearest' });
    });
    button.disabled = false;
    button.textContent = state.words.start;
    if (sent) {
      dialog.close();
      begin();
      followJob(sent, state, done, options.timeLimitSeconds);
    }
  });
}

function showSource() {
  byId('order-source').hidden = byId('order-again').checked;
}

export function openOrder(state) {
  const words = state.words;
  byId('again-row').hidden = state.problemId === null;
  byId('order-again').checked = state.problemId !== null;
  const preset = byId('order-preset');
  preset.replaceChildren(...Object.entries(words.presets).map(([value, text]) => el('option', { value }, text)));
  byId('order-errors').replaceChildren();
  byId('order-time').max = String(state.secondsMax);
  showSource();
  byId('order').showModal();
}

function chosen(state) {
  const options = { timeLimitSeconds: Number(byId('order-time').value) || 10, language: state.language };
  if (byId('order-preset').value !== '') options.preset = byId('order-preset').value;
  if (byId('order-seed').value !== '') options.seed = Number(byId('order-seed').value);
  return options;
}

async function send(state, options) {
  const again = byId('order-again').checked && state.problemId !== null;
  const text = unseen ?? byId('order-text').value.trim();
  if (!again) {
    if (text === '') throw new Error(state.words.nothing);
    try { JSON.parse(text); } catch (error) { throw new Error(state.words.notJson(error.message)); }
  }
  return api.order(again ? { id: state.problemId } : { text }, options);
}

/** More defects than this are counted, not listed. */
const MOST = 200;

export function showErrors(error, words, root = byId('order-errors')) {
  const report = error.report;
  const defects = report?.errors ?? [];
  const own = words.errors[report?.code];
  const said = defects.length > 0 ? null : [report?.detail, report?.remedy].filter((s) => s);
  // Causes and remedies are the service's own sentences, in English whatever the page speaks.
  root.replaceChildren(el('div', { class: 'errors', tabindex: '0', role: 'group', 'aria-label': words.failed },
    el('p', {}, el('b', {}, own ? own(defects.length) : report?.title ?? words.failed), report ? null : ` ${error.status === 0 ? words.unreachable : error.message}`),
    said ? said.map((s) => el('p', { lang: 'en' }, s)) : null,
    defects.length > 0 ? el('ul', { lang: 'en' }, defects.slice(0, MOST).map((d) => el('li', {}, d.pointer === '' ? null : el('code', {}, d.pointer), ` ${d.cause}. `, el('i', {}, d.remedy)))) : null,
    defects.length > MOST ? el('p', {}, words.more(defects.length - MOST)) : null));
}

const RUNNING = 'rond-job';

/** After a reload: takes up the job that was being followed. */
export async function resume(state, done) {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(RUNNING)); } catch { /* private window, or not ours */ }
  if (kept?.id === undefined) return;
  const job = await api.job(kept.id).catch(() => null);
  if (job !== null && (job.state === 'queued' || job.state === 'running')) followJob(job, state, done, kept.seconds);
  else remember(null);
}

function remember(job) {
  try {
    if (job === null) sessionStorage.removeItem(RUNNING);
    else sessionStorage.setItem(RUNNING, JSON.stringify(job));
  } catch { /* private window: a reload forgets the job, not its plan */ }
}

/** The job on the card; an earlier one goes on, and its plan is in the list when it ends. */
let shown = null;

async function followJob(job, state, done, seconds) {
  shown = job.id;
  remember({ id: job.id, seconds });
  const card = byId('progress');
  const words = state.words;
  const prices = [];
  const stop = el('button', { type: 'button', onclick: async () => {
    stop.disabled = true;
    stop.textContent = words.cancelling;
    await api.cancel(job.id).catch(() => {});
  } }, words.cancel);
  const text = el('div', { class: 'progress-text', role: 'status' });
  const chart = el('div', { class: 'spark' });
  const bar = el('progress', { max: seconds ?? 1, value: 0, 'aria-label': words.planning });
  card.replaceChildren(el('div', { class: 'progress-head' }, el('h2', {}, words.planning), stop), text, bar, chart);
  card.hidden = false;
  byId('empty').hidden = true;
  const hear = (now) => {
    if (shown !== job.id) return;
    const p = now.progress;
    if (now.state === 'queued') return void text.replaceChildren(words.queued(now.waitingBehind ?? 0));
    if (!p) return;
    if (p.cost !== undefined && p.cost !== prices.at(-1)?.cost) prices.push({ t: p.milliseconds, cost: p.cost });
    text.replaceChildren(el('b', {}, words.stages[p.stage] ?? p.stage), figure(seconds === undefined ? words.elapsed : words.elapsedOf(seconds), `${decimal(p.milliseconds / 1000, words.locale)} s`), figure(words.iterations, p.iterations.toLocaleString(words.locale)),
      p.cost === undefined ? null : figure(words.best, duration(p.cost / 100)), figure(words.leftOutNow, p.leftOut));
    bar.value = p.milliseconds / 1000;
    chart.replaceChildren(spark(prices));
  };
  const end = await api.follow(job.id, hear).catch((error) => ({ state: 'lost', gone: error.status === 404 }));
  if (shown === job.id) {
    shown = null;
    card.hidden = true;
    if (end.state !== 'lost' || end.gone) remember(null);
  }
  await done(end);
}

const figure = (name, value) => el('span', { class: 'pair' }, el('b', {}, value), ` ${name}`);

/** The price over time, on a scale of its own. */
function spark(prices) {
  const box = svg('svg', { viewBox: '0 0 300 40', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (prices.length < 2) return box;
  const [t0, t1] = [prices[0].t, prices.at(-1).t];
  const low = Math.min(...prices.map((p) => p.cost)), high = Math.max(...prices.map((p) => p.cost));
  const x = (t) => ((t - t0) / Math.max(t1 - t0, 1)) * 298 + 1, y = (c) => 38 - ((c - low) / Math.max(high - low, 1)) * 36;
  box.append(svg('polyline', { points: prices.map((p) => `${x(p.t).toFixed(1)},${y(p.cost).toFixed(1)}`).join(' ') }));
  return box;
}
