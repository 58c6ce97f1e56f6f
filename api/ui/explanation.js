// Why a visit is where it is, what else could be done, and why some are left out.
import { el } from './elements.js';
import { clock, dateOf, decimal, duration } from './time.js';

/** Points as what they are worth in driving: 100 points are one second. */
export function worth(points, words) {
  if (points === 0) return words.free;
  const time = duration(Math.abs(points) / 100);
  return points > 0 ? words.costs(time) : words.cheaper(time);
}

const chips = (byRule, words) => el('span', { class: 'chips' }, (byRule ?? []).filter((r) => r.amount !== 0).map((r) => el('span', { class: `chip ${r.amount < 0 ? 'good' : ''}` }, `${words.rules[r.rule] ?? r.rule} ${r.level === 'hard' ? r.amount : signed(r.amount / 6000, words.locale)}`)));
const signed = (minutes, locale) => `${minutes > 0 ? '+' : '−'}${Math.abs(minutes) < 10 ? decimal(Math.abs(minutes), locale) : Math.round(Math.abs(minutes))} min`;

const fact = (name, value) => (value === null || value === undefined || value === '' ? null : [el('dt', {}, name), el('dd', {}, value)]);

/** What is known of a visit, before anybody is asked why. */
export function drawVisit(root, day, id, words, sheet) {
  const visit = day.visits.get(id);
  root.replaceChildren();
  if (!visit) return;
  const party = day.parties.get(id) ?? [];
  const deadline = day.deadlines.get(id);
  const when = party.length === 0 ? null : `${party[0].row.date} ${clock(party[0].bar.stop.start)}–${clock(party[0].bar.stop.end)}`;
  const windows = (visit.windows ?? []).map((w) => `${w.day ?? ''} ${clock(w.opens)}–${clock(w.closes)}`.trim()).join(', ');
  root.append(
    el('div', { class: 'visit-head' }, el('b', {}, id), el('span', { class: `tag ${visit.urgency ?? 'planned'}` }, words.urgencies[visit.urgency ?? 'planned']), el('span', { class: 'tag' }, words.modes[visit.mode ?? 'home'])),
    el('dl', { class: 'facts' },
      fact(words.patient, visit.patient), fact(words.kind, visit.kind), fact(words.when, when), fact(words.window, windows),
      fact(words.priority, `${visit.priority ?? 5} · ${words.necessities[visit.necessity ?? 'mandatory']}`),
      deadline ? fact(words.due, el('span', { class: deadline.kept ? '' : 'bad' }, `${dateOf(deadline.deadline.due)} ${clock(deadline.deadline.due)}`)) : null,
      party.length > 0 ? fact(words.who, el('ul', { class: 'people' }, party.map((p) => el('li', {}, el('span', { class: 'dot', style: { background: p.row.colour } }), `${p.row.person} (${words.roles[p.row.role] ?? p.row.role}) ${clock(p.bar.stop.start)}–${clock(p.bar.stop.end)} `, sheet(p.row.person))))) : null,
    ));
  if (deadline?.deadline.trace?.length > 0) {
    root.append(el('details', {}, el('summary', {}, words.trace), el('ul', { class: 'trace' }, deadline.deadline.trace.map((t) => el('li', { class: t.workingDay ? 'working' : '' }, `${t.date} ${t.name}`)))));
  }
}

/** The answer of the service about a planned visit. */
export function drawAlternatives(root, planned, words) {
  root.append(el('h3', {}, words.alternatives));
  const list = planned?.alternatives ?? [];
  if (list.length === 0) return void root.append(el('p', { class: 'note' }, words.noAlternatives));
  root.append(el('ol', { class: 'alternatives' }, list.map((a) => el('li', {},
    el('div', { class: 'alt-head' }, el('b', {}, `${dateOf(a.start) === dateOf(planned.start) ? '' : `${dateOf(a.start)} `}${clock(a.start)}`), ` ${a.staff.filter((s) => s !== null).join(' + ')}`, el('span', { class: `price ${a.points <= 0 ? 'good' : ''}` }, worth(a.points, words))),
    a.sentence ? el('p', {}, a.sentence) : null, chips(a.byRule, words)))));
}

/** One visit left out: the summary, what would help, and every reason. */
export function drawLeftOut(left, day, words, choose) {
  const visit = day.visits.get(left.visit);
  const reasons = left.reasons ?? [];
  const necessity = visit?.necessity ?? 'mandatory', said = grouped(reasons, words);
  return el('li', { class: `left-item ${necessity}`, data: { visit: left.visit } },
    el('div', { class: 'visit-head' }, el('button', { type: 'button', class: 'link', onclick: () => choose(left.visit) }, left.visit), el('span', {}, left.patient),
      el('span', { class: `tag ${visit?.urgency ?? 'planned'}` }, words.urgencies[visit?.urgency ?? 'planned']), el('span', { class: necessity === 'mandatory' ? 'tag must' : 'tag' }, words.necessities[necessity])),
    el('p', {}, left.summary),
    left.relaxation ? el('p', { class: 'remedy' }, el('b', {}, `${words.remedy}: `), left.relaxation.sentence) : null,
    reasons.length > 0 ? el('details', {}, el('summary', {}, words.reasons(said.length)), el('ul', { class: 'reasons', tabindex: '0', 'aria-label': words.reasons(said.length) }, said)) : null);
}

/** Reasons that say the same of several people stand once, those first that are nearest to a way out. */
function grouped(reasons, words) {
  const by = new Map();
  const far = (r) => FAR.indexOf(r.code) + 1;
  for (const r of [...reasons].sort((a, b) => far(a) - far(b))) {
    const told = r.staff ? r.sentence.replace(`${r.staff} (${r.shift}): `, '').replace(`${r.staff}: `, '') : r.sentence;
    if (!by.has(told)) by.set(told, new Set());
    by.get(told).add(r.staff ?? words.anyone);
  }
  return [...by].map(([told, who]) => el('li', {}, el('b', {}, told), ': ', [...who].join(', ')));
}

/** Reasons that nobody can do anything about today, the farthest last. */
const FAR = ['not-in-mission', 'wrong-role'];

/** What must be done first, then what is acute, then by priority (9 is the highest). */
export function mostUrgentFirst(left, day) {
  const rank = (l) => {
    const v = day.visits.get(l.visit);
    return [(v?.necessity ?? 'mandatory') === 'mandatory' ? 0 : 1, v?.urgency === 'acute' ? 0 : 1, -(v?.priority ?? 5)];
  };
  const before = (a, b) => a.map((x, i) => x - b[i]).find((d) => d !== 0) ?? 0;
  return [...left].sort((a, b) => before(rank(a), rank(b)));
}

/** What the plan costs, by rule, as bars. */
export function drawRules(root, score, words) {
  root.replaceChildren();
  const rules = (score?.byRule ?? []).filter((r) => r.amount !== 0);
  if (rules.length === 0) return void root.append(el('p', { class: 'note' }, words.noPrice));
  const broken = rules.filter((r) => r.level === 'hard');
  if (broken.length > 0) root.append(el('ul', { class: 'broken' }, broken.map((r) => el('li', {}, `${words.rules[r.rule] ?? r.rule}: ${r.amount}`))));
  const soft = rules.filter((r) => r.level !== 'hard').sort((a, b) => b.amount - a.amount);
  const most = Math.max(...soft.map((r) => r.amount), 1);
  root.append(el('table', { class: 'rules' }, el('tbody', {}, soft.map((r) => el('tr', {},
    el('th', { scope: 'row' }, words.rules[r.rule] ?? r.rule),
    el('td', { class: 'meter' }, el('span', { style: { width: `${(r.amount / most) * 100}%` } })),
    el('td', { class: 'number' }, `${Math.round(r.amount / 6000).toLocaleString(words.locale)}`))))), el('p', { class: 'note' }, words.unit));
}
