// What is shown, and what happens when somebody chooses.
import * as api from './api.js';
import { join } from './day.js';
import { byId, el } from './elements.js';
import { drawAlternatives, drawLeftOut, drawRules, drawVisit, mostUrgentFirst } from './explanation.js';
import { RoundMap } from './map.js';
import en from './messages.en.js';
import sv from './messages.sv.js';
import { openOrder, resume, setUpOrder, showErrors } from './order.js';
import { drawTimeline, markTimeline } from './timeline.js';
import { duration, longDuration } from './time.js';

const languages = { sv: { ...sv, locale: 'sv-SE' }, en: { ...en, locale: 'en-GB' } };
const state = { language: null, words: null, plans: [], planId: null, problemId: null, day: null, date: null, visit: null, analysis: null, secondsMax: 600 };
const map = new RoundMap(byId('map'), (visit) => choose(visit));

function speak(language) {
  state.language = language;
  state.words = languages[language];
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = state.words[node.dataset.text];
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', state.words[node.dataset.label]);
  for (const [id, tag] of [['lang-sv', 'sv'], ['lang-en', 'en']]) byId(id).setAttribute('aria-pressed', String(tag === language));
  try { localStorage.setItem('language', language); } catch { /* private window: not remembered */ }
}

function firstLanguage() {
  let kept = null;
  try { kept = localStorage.getItem('language'); } catch { /* private window */ }
  if (kept === 'sv' || kept === 'en') return kept;
  return (navigator.languages ?? []).some((l) => l.startsWith('sv')) || !(navigator.language ?? '').startsWith('en') ? 'sv' : 'en';
}

function notice(text, tone = '') {
  byId('notice').replaceChildren(...(text === '' ? [] : [el('p', { class: `notice ${tone}` }, text)]));
}

async function refresh(wanted = null) {
  try {
    state.plans = await api.plans();
  } catch {
    return notice(state.words.unreachable, 'bad');
  }
  const choice = byId('plan-choice');
  choice.replaceChildren(...state.plans.map((p) => el('option', { value: p.id }, state.words.planOf(new Date(p.created).toLocaleString(state.words.locale, { dateStyle: 'short', timeStyle: 'short' }), p.figures?.leftOut ?? 0) + (p.cancelled ? ` · ${state.words.cancelledMark}` : ''))));
  choice.hidden = state.plans.length === 0;
  const id = wanted ?? (state.plans.some((p) => p.id === state.planId) ? state.planId : state.plans[0]?.id ?? null);
  byId('empty').hidden = id !== null || !byId('progress').hidden;
  byId('board').hidden = id === null;
  if (id === null) return drawEmpty();
  choice.value = id;
  await show(id);
}

function drawEmpty() {
  const w = state.words;
  byId('empty').replaceChildren(el('h1', {}, w.emptyTitle), el('p', {}, w.emptyText, ' ', el('code', {}, 'rond sample'), '.'), el('button', { type: 'button', class: 'primary', onclick: () => openOrder(state) }, w.newPlan));
}

async function show(id) {
  state.planId = id;
  const kept = state.plans.find((p) => p.id === id);
  let plan, collection, problem;
  try {
    [plan, collection, problem] = await Promise.all([api.plan(id), api.geojson(id), api.problem(kept.problem)]);
  } catch (error) {
    byId('board').hidden = true;
    return error.status === 404 ? notice(state.words.gone, 'bad') : showErrors(error, state.words, byId('notice'));
  }
  // Somebody chose another plan while this one was on its way.
  if (state.planId !== id) return;
  state.problemId = kept.problem;
  state.day = join(plan, problem);
  state.collection = collection;
  state.date = state.day.dates.includes(state.date) ? state.date : state.day.dates[0] ?? problem.horizon.from;
  state.visit = null;
  state.analysis = null;
  draw();
  await explainAll();
}

/** Reasons in the reader's language; until they come, those that the plan itself holds. */
async function explainAll() {
  const id = state.planId;
  const analysis = await api.explanation(id, null, state.language).catch(() => null);
  if (analysis === null || state.planId !== id) return;
  state.analysis = analysis;
  drawLeft();
}

function draw() {
  const w = state.words, day = state.day;
  byId('summary-title').textContent = w.planFor(longDate(state.date));
  document.title = `Rond · ${w.planFor(shortDate(state.date))}`;
  byId('sheets').href = api.sheetsPath(state.planId, null, state.language);
  byId('days').replaceChildren(...(day.dates.length < 2 ? [] : day.dates.map((date) => el('button', { type: 'button', 'aria-pressed': String(date === state.date), onclick: () => { state.date = date; draw(); } }, shortDate(date)))));
  drawSummary();
  byId('legend').replaceChildren(...[['visit', w.legendVisit], ['joint', w.legendJoint], ['acute', w.legendAcute], ['travel', w.legendTravel], ['wait', w.legendWait], ['break', w.legendBreak], ['block', w.legendBlock]].map(([kind, text]) => el('span', {}, el('i', { class: `key ${kind}` }), text)));
  drawTimeline(byId('timeline'), day, state.date, w, choose);
  map.draw(state.collection, day, state.date, w);
  const counts = state.collection.rond;
  byId('map-note').textContent = [counts.protectedLeftOut > 0 ? w.protectedNote(counts.protectedLeftOut) : '', counts.straightLegs > 0 ? w.straightNote : ''].join(' ').trim();
  drawLeft();
  drawRules(byId('rules'), day.plan.score, w);
  drawDetail();
}

const longDate = (date) => new Date(`${date}T12:00`).toLocaleDateString(state.words.locale, { weekday: 'long', day: 'numeric', month: 'long' });
const shortDate = (date) => new Date(`${date}T12:00`).toLocaleDateString(state.words.locale, { weekday: 'short', day: 'numeric' });

function drawSummary() {
  const w = state.words, f = state.day.plan.figures, score = state.day.plan.score;
  const card = (name, value, sub, tone = '') => el('div', { class: `figure ${tone}` }, el('span', { class: 'name' }, name), el('span', { class: 'value' }, value), el('span', { class: 'sub' }, sub));
  if (!f) return void byId('summary').replaceChildren();
  const work = f.careSeconds + f.otherWorkSeconds + f.travelSeconds + f.handlingSeconds + f.waitingSeconds;
  const hard = score?.hard ?? 0;
  byId('summary').replaceChildren(
    card(w.planned, f.planned, `${w.ofAll(f.visits)} · ${hard === 0 ? w.rulesKept : w.rulesBroken(hard)}`, hard === 0 ? 'good' : 'bad'),
    card(w.leftOut, f.leftOut, f.leftOut === 0 ? w.allIn : el('a', { href: '#left-title' }, w.mandatory(f.leftOutMandatory)), f.leftOutMandatory > 0 ? 'bad' : f.leftOut > 0 ? 'warn' : 'good'),
    card(w.acute, f.acute === 0 ? '–' : `${f.acuteInTime}/${f.acute}`, f.acute === 0 ? w.noAcute : w.byNextDay, f.acute === f.acuteInTime ? 'good' : 'bad'),
    card(w.continuity, f.contactSlots === 0 ? '–' : `${Math.round((100 * f.contactKept) / f.contactSlots)} %`, f.contactSlots === 0 ? w.noContacts : `${f.contactDeputy > 0 ? `${w.viaDeputy(f.contactDeputy)}, ` : ''}${w.newFaces(f.newFaces)}`),
    card(w.joint, f.joint, w.jointSub),
    card(w.care, longDuration(f.careSeconds, w.locale), w.careShare(work === 0 ? 0 : Math.round((100 * f.careSeconds) / work))),
    card(w.travel, longDuration(f.travelSeconds, w.locale), `${Math.round(f.travelMetres / 1000).toLocaleString(w.locale)} km`),
    card(w.waiting, longDuration(f.waitingSeconds, w.locale), `${w.overtime}: ${duration(f.overtimeSeconds)} · ${w.routes(f.routes, f.shifts)}`),
  );
}

function drawLeft() {
  const w = state.words, all = state.analysis?.unplanned ?? state.day.plan.unplanned ?? [];
  byId('left-title').textContent = w.left(all.length);
  byId('left').replaceChildren(all.length === 0 ? el('p', { class: 'note' }, w.noneLeft) : el('ul', { class: 'left-list' }, mostUrgentFirst(all, state.day).map((l) => drawLeftOut(l, state.day, w, choose))));
  const warnings = state.day.plan.warnings ?? [];
  if (warnings.length > 0) byId('left').append(el('h3', {}, w.warnings), el('ul', {}, warnings.map((x) => el('li', {}, x.sentence))));
}

function drawDetail() {
  const root = byId('detail-body');
  byId('detail').classList.toggle('about', state.visit !== null);
  if (state.visit === null) root.replaceChildren(el('p', { class: 'note' }, state.words.pickVisit));
  else drawVisit(root, state.day, state.visit, state.words, (staff) => el('a', { href: api.sheetsPath(state.planId, staff, state.language), target: '_blank', rel: 'noopener' }, state.words.runSheet));
}

async function choose(visit) {
  state.visit = visit;
  const party = state.day.parties.get(visit) ?? [];
  if (party.length > 0 && party[0].row.date !== state.date) {
    state.date = party[0].row.date;
    draw();
  }
  markTimeline(byId('timeline'), visit);
  map.mark(visit, party[0]?.row.person ?? null);
  drawDetail();
  if (visit === null) return;
  bringIntoView(byId('detail'));
  const root = byId('detail-body');
  if (party.length === 0) {
    const left = (state.analysis?.unplanned ?? state.day.plan.unplanned ?? []).find((l) => l.visit === visit);
    if (left) root.append(el('p', {}, left.summary), left.relaxation ? el('p', { class: 'remedy' }, el('b', {}, `${state.words.remedy}: `), left.relaxation.sentence) : '');
    return;
  }
  const wait = el('p', { class: 'note' }, state.words.thinking);
  root.append(wait);
  const analysis = await api.explanation(state.planId, visit, state.language).catch(() => null);
  if (state.visit !== visit) return;
  wait.remove();
  if (analysis) drawAlternatives(root, analysis.planned?.find((p) => p.visit === visit), state.words);
  bringIntoView(byId('detail'));
}

/** What was asked for must not come about out of sight. */
function bringIntoView(node) {
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const long = node.getBoundingClientRect().height > window.innerHeight / 2;
  node.scrollIntoView({ block: long && window.innerWidth < 1100 ? 'start' : 'nearest', behavior: calm ? 'auto' : 'smooth' });
}

/** A job has ended, or was lost sight of. */
async function ended(end) {
  const w = state.words;
  if (end.state === 'lost') return notice(end.gone ? w.gone : w.lost, 'bad');
  if (end.state === 'failed') return showErrors({ report: end.error, status: end.error?.status }, w, byId('notice'));
  if (!end.plan) {
    notice(w.cancelledEmpty);
    return refresh();
  }
  await refresh(end.plan);
  const must = state.day?.plan.figures?.leftOutMandatory ?? 0;
  const said = end.state === 'cancelled' ? w.cancelled : w.done;
  notice(must === 0 ? said : `${said} ${w.mustMissing(must)}`, must === 0 ? '' : 'warn');
}

async function start() {
  speak(firstLanguage());
  for (const language of ['sv', 'en']) byId(`lang-${language}`).addEventListener('click', () => { speak(language); notice(''); refresh(); });
  byId('new-plan').addEventListener('click', () => openOrder(state));
  byId('plan-choice').addEventListener('change', (event) => { notice(''); byId('board').hidden = false; show(event.target.value); });
  byId('map-in').addEventListener('click', () => map.zoom(1 / 1.4));
  byId('map-out').addEventListener('click', () => map.zoom(1.4));
  byId('map-all').addEventListener('click', () => map.fit());
  let timer = null;
  window.addEventListener('resize', () => { clearTimeout(timer); timer = setTimeout(() => map.fit(), 150); });
  setUpOrder(state, ended, () => { notice(''); byId('empty').hidden = true; });
  const health = await api.health().catch(() => null);
  if (health !== null) state.secondsMax = health.planSecondsMax;
  await refresh();
  resume(state, ended);
}

start();
